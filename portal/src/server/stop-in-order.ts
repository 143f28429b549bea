/** How long an orderly stop may take; what is cut off then is taken up again at the next start, as after a power cut. */
const STOP_MS = 30_000

/** A part of the running server, and how it is stopped. */
export type Part = readonly [name: string, stop: () => unknown]

/**
 * Stops the parts one after the other.
 * @throws Error with the code STOP_OVERDUE, naming the part that did not stop in time
 */
export async function stopInOrder(parts: readonly Part[], withinMs: number = STOP_MS): Promise<void> {
  let current = ''
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(overdueAt(current, withinMs)), withinMs)
  })
  const stopping = (async () => {
    for (const [name, stop] of parts) {
      current = name
      await stop()
    }
  })()
  await Promise.race([stopping, overdue]).finally(() => clearTimeout(timer))
}

const overdueAt = (part: string, withinMs: number): Error =>
  Object.assign(
    new Error(
      `停止超过 ${withinMs / 1000} 秒未完成,已强行结束,未完成的工作下次启动时继续 the server did not stop in time, it waited for: ${part}`,
    ),
    { code: 'STOP_OVERDUE' },
  )
