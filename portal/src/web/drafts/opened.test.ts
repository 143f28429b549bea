import { expect, test } from 'vitest'
import type { StoredDraft } from '../api/drafts.ts'
import { openedOf } from './opened.ts'

const server = (version: number, value: unknown): StoredDraft => ({
  kind: 'task',
  about: 't1',
  title: '审查',
  savedAt: 100,
  version,
  value,
})
const local = (baseVersion: number, value: unknown) => ({ baseVersion, value, savedAt: 200 })

test.each([
  ['nothing was kept', null, null, { value: null, version: 0, savedAt: null, unsent: false }],
  ['the server has it', server(3, 'a'), null, { value: 'a', version: 3, savedAt: 100, unsent: false }],
  [
    'written without a network, on what the server has',
    server(3, 'a'),
    local(3, 'b'),
    { value: 'b', version: 3, savedAt: 200, unsent: true },
  ],
  ['written before the server had any', null, local(0, 'b'), { value: 'b', version: 0, savedAt: 200, unsent: true }],
  ['it had arrived, the answer was lost', server(4, 'b'), local(3, 'b'), { value: 'b', version: 4, savedAt: 100, unsent: false }],
  ['no answer: the device alone', undefined, local(3, 'b'), { value: 'b', version: 3, savedAt: 200, unsent: true }],
  ['no answer, nothing on the device', undefined, null, { value: null, version: 0, savedAt: null, unsent: false }],
])('what a form opens with: %s', (_, there, here, opened) => expect(openedOf(there, here)).toEqual(opened))

test.each([
  ['another device has saved since', server(4, 'c'), local(3, 'b')],
  ['it was handed in elsewhere', null, local(3, 'b')],
])('the person chooses: %s', (_, there, here) => expect(openedOf(there, here)).toEqual({ server: there, local: here }))
