import { expect, test, vi } from 'vitest'
import { endBrowser } from './chromium.ts'

const browser = (close: () => Promise<void>) => {
  const kill = vi.fn()
  return { kill, close, process: () => ({ kill }) as never }
}

test('a browser that ends when it is asked is not ended by force', async () => {
  const willing = browser(() => Promise.resolve())
  await endBrowser(willing)
  expect(willing.kill).not.toHaveBeenCalled()
})

test('a browser that answers no more is ended by force, and so is one whose connection is gone', async () => {
  const hung = browser(() => new Promise(() => {}))
  await endBrowser(hung, 1)
  expect(hung.kill).toHaveBeenCalledWith('SIGKILL')
  const lost = browser(() => Promise.reject(new Error('Target closed')))
  await endBrowser(lost)
  expect(lost.kill).toHaveBeenCalledWith('SIGKILL')
})
