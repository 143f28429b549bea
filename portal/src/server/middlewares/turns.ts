import type { Middleware } from 'koa'

/**
 * Starts one request in each turn of Node's loop. What arrives at once would else run to its end in one turn, and libuv (since
 * 1.45) accepts one new connection in a turn: on a server with much to do newcomers would wait for half a minute.
 */
export function oneEachTurn(): Middleware {
  const waiting: (() => void)[] = []
  const turn = (): void => {
    waiting.shift()!()
    if (waiting.length > 0) setImmediate(turn)
  }
  return async (_ctx, next) => {
    await new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(turn)
    })
    return next()
  }
}
