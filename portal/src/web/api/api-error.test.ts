import { describe, expect, it } from 'vitest'
import { errorOf, problemsOf } from './api-error.ts'

describe('errors of the API', () => {
  it('takes words, code and id from the answer', () => {
    const error = errorOf(422, {
      error: {
        code: 'FORM_INVALID',
        message: '表单有误',
        requestId: 'r1',
        details: { problems: [{ path: 'phone', code: 'FORMAT', message: '手机号码应为 11 位' }] },
      },
    })
    expect([error.status, error.code, error.message, error.requestId]).toEqual([422, 'FORM_INVALID', '表单有误', 'r1'])
    expect(problemsOf(error)[0]!.path).toBe('phone')
  })

  it('has words for an answer that is not ours, such as a page of a proxy', () => {
    const error = errorOf(502, null)
    expect(error.message).toContain('暂时不可用')
    expect(problemsOf(error)).toEqual([])
  })
})
