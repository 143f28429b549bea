import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readFolder } from '../packages/load-package.ts'
import { sampleValues } from './sample-values.ts'
import { runSavedCase, savedCase } from './saved-case.ts'
import { createTryOut } from './session.ts'
import { applicationOf } from './view.ts'

const FILES = await readFolder(fileURLToPath(new URL('../studio/templates/countersigning', import.meta.url)))
const NOW = Date.parse('2026-09-18T09:00:00+08:00')

it('a step that several persons decide takes more voters and fewer, and the saved case keeps both', () => {
  // given a case before its countersigning
  const session = createTryOut({ files: FILES, matter: matterKey(), now: NOW })
  const materials = Object.fromEntries(session.setup.matter.matter.materials.map(({ key }) => [key, 1]))
  session.submit(sampleValues(session.setup, applicationOf(session.setup), NOW, { seed: 1 }), materials)
  const [check] = session.view().tasks
  session.act(check!.elementId, check!.takers[0]!.person.id, check!.actions[0]!.key, { opinion: '同意' })
  const votes = () => session.view().tasks.filter(({ elementId }) => elementId === 'Task_Countersign')
  const asked = votes().length
  expect(asked).toBeGreaterThan(1)

  // when the first one asks somebody else to vote, and lets another be
  const first = votes()[0]!.takers[0]!.person.id
  const other = votes()[1]!.takers[0]!.person.id
  const more = 'any:window-clerk:1'
  const at = { elementId: 'Task_Countersign', as: first }
  session.perform({ type: 'add-sign', ...at, kind: 'parallel', people: [more], reason: '涉及窗口' })
  expect(votes()).toHaveLength(asked + 1)
  expect(votes()[0]!.offered.voters!.map(({ userId }) => userId)).toEqual(expect.arrayContaining([other, more]))
  expect(() => session.perform({ type: 'remove-sign', ...at, person: first, reason: '回避' })).toThrow('不能减去本人')
  session.perform({ type: 'remove-sign', ...at, person: other, reason: '出差' })
  expect(votes()).toHaveLength(asked)

  // then the others decide it, and the case runs again
  for (const { takers, actions } of votes()) session.act('Task_Countersign', takers[0]!.person.id, actions[0]!.key, { opinion: '同意' })
  expect(votes()).toEqual([])
  expect(session.state.lines.map(({ action_text }) => action_text)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^加签:.+参加会签$/), expect.stringMatching(/^减签:/)]),
  )
  expect(runSavedCase(FILES, savedCase(session, { name: '会签加签' }))).toMatchObject({ ok: true, message: '' })
})

function matterKey(): string {
  const path = Object.keys(FILES).find((one) => one.startsWith('matters/'))!
  return (JSON.parse(FILES[path]!) as { key: string }).key
}
