import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CaseError } from '../cases/errors.ts'
import { diceOf, type Dice } from '../filling/index.ts'
import { readFolder } from '../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { sampleValues } from './sample-values.ts'
import { runSavedCase, savedCase } from './saved-case.ts'
import { createTryOut, type TryOut } from './session.ts'
import { readForTryOut } from './setup.ts'
import { applicationOf, type ActionChoice, type FormShown, type PartShown, type TaskShown } from './view.ts'

/*
 * Every matter of every package is played by chance, filled in with sample values: whatever is chosen, the try-out either goes on
 * or refuses in words, no document has a hole, and what was played runs green as a saved case.
 */

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const SEEDS = [1, 2]
const MAX_DEEDS = 60
const TEMPLATES = fileURLToPath(new URL('../studio/templates', import.meta.url))
const FOLDERS = [
  `${PACKAGES_FOLDER}/c3-licensing`,
  ...['acceptance-examination', 'countersigning', 'declaration-review', 'dispatch'].map((name) => join(TEMPLATES, name)),
]

const packages = await Promise.all(FOLDERS.map(readFolder))
const matters = packages.flatMap((files) => {
  const read = readForTryOut(files)
  const { manifest } = read.processPackage
  return [...manifest.matters, ...manifest.themes.filter(({ draft }) => !draft)].map(({ key }) => ({ key, files, read }))
})

describe.each(matters)('$key', ({ key, files, read }) => {
  it.each(SEEDS)('played by chance, seed %i', (seed) => {
    const dice = diceOf('try-out', key, seed)
    const session = createTryOut({ files, matter: key, now: NOW }, [], read)
    const all = Object.fromEntries(session.setup.matter.matter.materials.map(({ key: material }) => [material, 1]))
    session.submit(sampleValues(session.setup, applicationOf(session.setup), NOW, { seed }), all)
    for (let deed = 0; deed < MAX_DEEDS && session.state.file!.closed_at === null; deed++) attempt(() => anything(session, dice))
    expect(session.view().incidents).toEqual([])
    expect(runSavedCase(files, savedCase(session, { name: key }), { read })).toMatchObject({ ok: true, message: '' })
  })
})

/** A refusal in words is an answer; everything else is our mistake. */
function attempt(deed: () => void): void {
  try {
    deed()
  } catch (error) {
    const isRefusal = error instanceof CaseError || (error as Error).name === 'TryOutError' || (error as Error).name === 'NumberingError'
    if (!isRefusal) throw error
  }
}

function anything(session: TryOut, dice: Dice): void {
  const { tasks, offers } = session.view()
  const filled = (shown: FormShown) => sampleValues(session.setup, shown, session.state.now, { seed: dice.whole(0, 99) })
  if (offers.supplement && dice.chance(0.8)) return session.supplement()
  if (offers.settle[0]) return session.perform({ type: 'settle', material: offers.settle[0].key })
  if (offers.suspensionEnd && tasks[0]?.takers[0])
    return session.perform({ type: 'end-suspension', as: tasks[0].takers[0].person.id, result: '结束' })
  if (offers.statement && dice.chance(0.5)) return session.perform({ type: 'make-statement', text: '请核实' })
  if (offers.messages[0] && tasks.length === 0) return session.perform({ type: 'message', name: offers.messages[0], variables: {} })
  const parts = session
    .view()
    .parts.filter(({ view }) => view && view.tasks.some(({ takers }) => takers.some(({ refusal }) => refusal === null)))
  if (parts.length > 0 && (tasks.length === 0 || dice.chance(0.5))) return inPart(session, dice.pick(parts), { dice })
  const able = tasks.filter(({ takers }) => takers.some(({ refusal }) => refusal === null))
  if (able.length === 0 || dice.chance(0.05)) return session.advance('next-timer')
  const task = dice.pick(able)
  act(session, task, dice.chance(0.7) ? task.actions[0]! : dice.pick(task.actions), { dice, filled })
}

/** Something at a task of one matter of a joint case. */
function inPart(session: TryOut, { part, view }: PartShown, { dice }: { dice: Dice }): void {
  const setup = session.setup.parts![part]!
  const filled = (shown: FormShown) => sampleValues(setup, shown, session.state.now, { seed: dice.whole(0, 99) })
  const task = dice.pick(view!.tasks.filter(({ takers }) => takers.some(({ refusal }) => refusal === null)))
  act(session, task, dice.chance(0.7) ? task.actions[0]! : dice.pick(task.actions), { dice, filled, part })
}

function act(
  session: TryOut,
  task: TaskShown,
  action: ActionChoice,
  { dice, filled, part }: { dice: Dice; filled: (shown: FormShown) => object; part?: string },
) {
  const { person } = dice.pick(task.takers.filter(({ refusal }) => refusal === null))
  const fields = action.fields && filled({ schema: action.fields, access: { '*': 'write' }, values: {} })
  session.act(task.elementId, person.id, action.key, {
    ...(part !== undefined && { part }),
    ...(task.form && !action.withoutForm && { form: { ...filled(task.form) } }),
    ...(fields && { fields: { ...fields } }),
    ...(action.opinion !== 'none' && { opinion: '按规定办理' }),
  })
}
