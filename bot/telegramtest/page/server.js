// What the page asks of the server: actions of the control API, files, and to
// be told what happens.

import {connect} from './stream.js'
import {words} from './words.js'

/** patience is how long an action may take, in milliseconds: longer than the
 * server waits for the bot. */
const patience = 20_000

/** act carries out an action as a user would; it throws what the server says
 * against it, or that it says nothing. */
export async function act(action, fields) {
  const answer = await fetch('control/' + action, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(fields), signal: AbortSignal.timeout(patience),
  }).catch(() => { throw new Error(words.noServer) })
  const result = await answer.json().catch(() => { throw new Error(words.noServer) })
  if (!answer.ok) throw Object.assign(new Error(result.error), {status: answer.status})
  return result
}

export const fileAddress = id => 'page/file?id=' + encodeURIComponent(id)

/** stream is the way to stream.js, which tells of events. */
const stream = reach()
let played

function reach() {
  if (!self.SharedWorker) {
    const {port1, port2} = new MessageChannel()
    connect(port1)
    return port2
  }
  const address = String(new URL('stream.js', import.meta.url))
  const policy = self.trustedTypes?.createPolicy('stream', {createScriptURL: () => address})
  return new SharedWorker(policy ? policy.createScriptURL('') : address, {type: 'module'}).port
}

/** listen tells what a user sees, again from the beginning after every
 * connection, until it is called for another. */
export function listen(user, told, connected) {
  stream.onmessage = ({data}) => {
    if ('connected' in data) connected(data.connected)
    else if (data.user === user) told(JSON.parse(data.event))
  }
  stream.postMessage({user: played = user})
}

addEventListener('pagehide', () => stream.postMessage({}))
addEventListener('pageshow', event => { if (event.persisted) stream.postMessage({user: played}) })

/** base64 reads a file of the user's the way that actions take it. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
