/** The place to return to after the log-in, if it is one of ours: a path of this site, never another address. */
export function safePlace(from: string | null): string | null {
  return from && /^\/(?![/\\])/.test(from) && !from.startsWith('/login') ? from : null
}
