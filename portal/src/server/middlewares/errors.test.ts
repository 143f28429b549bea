import { CaseError, type CaseErrorCode } from '@lianban/processes'
import pino from 'pino'
import { expect, it } from 'vitest'
import { errors } from './errors.ts'

/** What the middleware answers when this is thrown behind it. */
async function answered(thrown: Error): Promise<{ status: number; body: { error: { code: string; message: string } } }> {
  const ctx = { state: { requestId: 'r' }, path: '/api/x', set: () => undefined, status: 404, body: undefined as unknown }
  await errors(pino({ level: 'silent' }))(ctx as never, () => Promise.reject(thrown))
  return ctx as never
}

it('a mistake of the person keeps its words: a hearing that has not begun is no internal error', async () => {
  const words = '听证还没有开始,举行以后才能提交听证笔录'
  const cases: [CaseErrorCode, number][] = [
    ['HEARING_INVALID', 422],
    ['HEARING_NOT_EXPECTED', 409],
  ]
  for (const [code, status] of cases)
    expect(await answered(new CaseError(code, words))).toMatchObject({ status, body: { error: { code, message: words } } })
})

it('our own mistake tells nothing of itself', async () => {
  expect(await answered(new Error('select * from user'))).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL' } } })
})
