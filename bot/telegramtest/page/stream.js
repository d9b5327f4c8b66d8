// The stream of events: one for all the page's tabs, as a browser keeps no more
// than six connections to a server. It runs in a worker that the tabs share, or
// in the page itself where a browser has none, and carries what every user sees
// who is played in one of them.

const tabs = new Map() // by port: the user who is played there
let events = null, retry

addEventListener('connect', ({ports: [tab]}) => connect(tab))

/** connect serves a tab, which sends {user} whenever it plays another, and
 * {} when it goes. It is sent {connected} and, for its user, {user, event}. */
export function connect(tab) {
  tab.onmessage = ({data: {user}}) => {
    if (user === undefined) return tabs.delete(tab)
    tabs.set(tab, user)
    open()
  }
}

/** open begins the stream anew: all who are played are told of from the
 * beginning. */
function open() {
  clearTimeout(retry)
  events?.close()
  const users = new Set(tabs.values())
  events = new EventSource(new URL('events?' + [...users].map(user => 'user=' + user).join('&'), import.meta.url))
  events.onopen = () => tabs.forEach((_, tab) => tab.postMessage({connected: true}))
  events.onerror = () => {
    tabs.forEach((_, tab) => tab.postMessage({connected: false}))
    if (events.readyState === EventSource.CLOSED) retry = setTimeout(open, 2000) // the browser gave up
  }
  for (const user of users) {
    events.addEventListener(user, ({data}) => tabs.forEach((played, tab) => { if (played === user) tab.postMessage({user, event: data}) }))
  }
}
