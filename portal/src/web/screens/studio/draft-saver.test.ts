import { expect, test } from 'vitest'
import { ApiError } from '../../api/api-error.ts'
import type { StudioDraft } from '../../api/studio.ts'
import { createDraftSaver, withChanges, type FileChanges, type Shown } from './draft-saver.ts'

const draft = (version: number, files: Record<string, string>): StudioDraft => ({
  ...{ id: 'd', name: '草稿', packageKey: 'p', state: 'open', editors: [], basedOn: null, updatedAt: version },
  ...{ updatedBy: { userId: 'wang', name: '王' }, version, files },
})

/** A server with one draft, and a clock that is moved by hand. */
function bench(files: Record<string, string>) {
  let there = draft(1, files)
  let isAway = false
  let saves = 0
  let waiting: (() => void) | null = null
  let shown: Shown = { files, state: { at: 'saved', savedAt: 0 } }
  const saver = createDraftSaver(
    there,
    {
      async save(version: number, changes: FileChanges) {
        if (isAway) throw new ApiError(0, 'UNREACHABLE', '连接不上服务器')
        if (version !== there.version) throw new ApiError(409, 'DRAFT_CHANGED', '草稿已被他人修改')
        saves++
        there = draft(there.version + 1, withChanges(there.files, changes))
        return { version: there.version }
      },
      read: async () => there,
      later(work) {
        waiting = work
        return () => void (waiting = null)
      },
      now: () => 7,
    },
    (next) => void (shown = next),
  )
  return {
    saver,
    shown: () => shown,
    server: () => there.files,
    saves: () => saves,
    other: (changes: FileChanges) => void (there = draft(there.version + 1, withChanges(there.files, changes))),
    setAway: (away: boolean) => void (isAway = away),
    async tick() {
      const work = waiting
      waiting = null
      work?.()
      await saver.flush()
    },
  }
}

test('changes are shown at once and saved together when the typing rests', async () => {
  const at = bench({ a: '1', b: '1' })
  at.saver.change({ a: '2' })
  at.saver.change({ a: '3', c: 'new', b: null })
  expect(at.shown().files).toEqual({ a: '3', c: 'new' })
  expect(at.server()).toEqual({ a: '1', b: '1' })
  expect(at.shown().state).toEqual({ at: 'saving' })
  await at.tick()
  expect(at.server()).toEqual({ a: '3', c: 'new' })
  expect(at.saves()).toBe(1)
  expect(at.shown().state).toEqual({ at: 'saved', savedAt: 7 })
  expect(at.saver.hasUnsent()).toBe(false)
})

test('what somebody else changed in other files is taken over', async () => {
  const at = bench({ a: '1', b: '1' })
  at.other({ b: 'theirs' })
  at.saver.change({ a: 'mine' })
  await at.tick()
  expect(at.server()).toEqual({ a: 'mine', b: 'theirs' })
  expect(at.shown().files).toEqual({ a: 'mine', b: 'theirs' })
})

test.each([
  ['mine', 'mine'],
  ['theirs', 'theirs'],
] as const)('where both changed the same file nothing is overwritten until it is said: %s', async (which, content) => {
  const at = bench({ a: '1', b: '1' })
  at.other({ a: 'theirs' })
  at.saver.change({ a: 'mine', b: '2' })
  await at.tick()
  expect(at.shown().state).toMatchObject({ at: 'conflict', paths: ['a'] })
  expect(at.server()).toEqual({ a: 'theirs', b: '1' })
  await at.saver.choose(which)
  expect(at.server()).toEqual({ a: content, b: '2' })
  expect(at.shown().files).toEqual({ a: content, b: '2' })
  expect(at.shown().state.at).toBe('saved')
})

test('without a network nothing is lost, and it is sent when that is back', async () => {
  const at = bench({ a: '1' })
  at.setAway(true)
  at.saver.change({ a: '2' })
  await at.tick()
  expect(at.shown().state).toEqual({ at: 'unsent', message: '连接不上服务器' })
  expect(at.saver.hasUnsent()).toBe(true)
  at.setAway(false)
  await at.tick()
  expect(at.server()).toEqual({ a: '2' })
})

test('what is put back to what it was is not sent', async () => {
  const at = bench({ a: '1' })
  at.saver.change({ a: '1', gone: null })
  await at.tick()
  expect(at.saves()).toBe(0)
})
