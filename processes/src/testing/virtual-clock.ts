/** A clock that stands until it is moved, UTC epoch milliseconds. */
export interface VirtualClock {
  (): number
  set(at: number): void
}

export function virtualClock(startAt: number): VirtualClock {
  let now = startAt
  return Object.assign(() => now, {
    set(at: number) {
      if (at < now) throw new RangeError(`time does not go back: ${new Date(now).toISOString()} to ${new Date(at).toISOString()}`)
      now = at
    },
  })
}
