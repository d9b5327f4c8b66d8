// What the page asks of the server: actions of the control API, and files.

/** act carries out an action as a user would; it throws what the server says
 * against it. */
export async function act(action, fields) {
  const answer = await fetch('control/' + action, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(fields),
  })
  const result = await answer.json()
  if (!answer.ok) throw Object.assign(new Error(result.error), {status: answer.status})
  return result
}

export const fileAddress = id => 'page/file?id=' + encodeURIComponent(id)

/** listen tells what a user sees, again from the beginning after every
 * connection, until the function it returns is called. */
export function listen(user, told, connected) {
  let events, retry
  const open = () => {
    events = new EventSource('page/events?user=' + user)
    events.onopen = () => connected(true)
    events.onmessage = event => told(JSON.parse(event.data))
    events.onerror = () => {
      connected(false)
      if (events.readyState === EventSource.CLOSED) retry = setTimeout(open, 2000) // the browser gave up
    }
  }
  open()
  return () => { clearTimeout(retry); events.close() }
}

/** base64 reads a file of the user's the way that actions take it. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
