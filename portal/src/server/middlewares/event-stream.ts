import { PassThrough } from 'node:stream'
import { coalesce } from '../coalesce.ts'
import type { Ctx } from '../context.ts'

/** Sends an event, unless it is the same as the last of its name. @param mark tells events apart that carry the same. @default the data */
export type Say = (event: string, data: object, mark?: unknown) => void

export interface EventStreamOptions {
  /** Asks to be told of changes. @returns ends it */
  subscribe(notify: () => void): () => void
  /** Says what there is now. */
  tell(say: Say): Promise<void>
  /** How often it is looked again, milliseconds: another process may have written what this one is not told of. */
  againMs: number
  /** A stream outlives the request that began it: whether who listens still may. Asked each time before it is looked again. */
  mayGoOn(): Promise<boolean>
  onError(error: unknown): void
}

/** Answers with server-sent events, at once and whenever something has changed, until the other side leaves or is cut off. */
export async function eventStream(ctx: Ctx, { subscribe, tell, againMs, mayGoOn, onError }: EventStreamOptions): Promise<void> {
  // Whoever has left while it was found out who he is does not close once more: he would be told for ever.
  if (ctx.res.closed) return
  const stream = new PassThrough()
  const said = new Map<string, string>()
  const say: Say = (event, data, mark = data) => {
    const now = JSON.stringify(mark)
    if (said.get(event) === now || stream.writableEnded) return
    said.set(event, now)
    stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const send = coalesce(async () => {
    if (!stream.writableEnded) await tell(say)
  }, onError)
  const lookAgain = async (): Promise<void> => {
    if (!(await mayGoOn())) return void stream.end()
    if (stream.writableEnded) return
    stream.write(': ping\n\n')
    await send()
  }
  const unsubscribe = subscribe(() => void send())
  const timer = setInterval(() => void lookAgain().catch(onError), againMs)
  ctx.res.once('close', () => {
    clearInterval(timer)
    unsubscribe()
  })
  ctx.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  ctx.status = 200
  ctx.body = stream
  await send()
}
