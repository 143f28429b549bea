import { z } from 'zod'
import type { JsonValue } from '@lianban/engine'
import { nationalCalendar, type Calendar } from '../clock/index.ts'
import { filesIn, type PackageFiles } from '../packages/package-files.ts'
import { carryOut } from './carry-out.ts'
import { TryOutCommand } from './commands.ts'
import { departureOf, refusedStep } from './departure.ts'
import { TryOutError } from './error.ts'
import { calendarWith, KeptCalendar, keptOf } from './kept-calendar.ts'
import type { TryOut } from './session.ts'
import { readForTryOut, setUp, type PackageRead, type Setup } from './setup.ts'
import { emptyState, type TryOutState } from './state.ts'

/*
 * A try-out saved as a regression case, `cases/<name>.json` of the package: its commands with everything they need, and what
 * must come of them. It runs the same in the browser and on the server.
 */

export const MAX_COMMANDS = 500

const person = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  posts: z.array(z.strictObject({ organ: z.string().min(1), post: z.string().min(1) })),
})

/** What must have become of a case. */
const outcome = {
  /** Ids of the elements that were entered, in order. */
  path: z.array(z.string()),
  /** Status of the case at the end. */
  status: z.string(),
  /** Templates of the documents that were made, in order. */
  documents: z.array(z.string()),
}

export const SavedCase = z.strictObject({
  /** 1: from before the matters of a joint case 一件事 were tried out with it; it is run as it was. */
  version: z.union([z.literal(1), z.literal(2)]),
  name: z.string().min(1).max(100),
  /** Key of the matter. */
  matter: z.string().min(1),
  /** When its clock begins. */
  startAt: z.iso.datetime({ offset: true }),
  /** Days that were provisional when it was saved. */
  calendar: KeptCalendar.optional(),
  /** Absent: the people who are nobody. */
  people: z.array(person).max(2000).optional(),
  commands: z.array(TryOutCommand).min(1).max(MAX_COMMANDS),
  expect: z.strictObject({
    ...outcome,
    /** Of a joint case: what became of each matter that was begun. */
    parts: z.record(z.string(), z.strictObject(outcome)).optional(),
    /** Process variables that must be so at the end. */
    variables: z.record(z.string(), z.json()),
  }),
})
export type SavedCase = z.infer<typeof SavedCase>

export interface CaseResult {
  /** Path in the package's files. */
  file: string
  name: string
  ok: boolean
  /** What differs, in words; '' if nothing does. */
  message: string
  /** Index of the command at which it differs; null: at the end, or the file itself is wrong. */
  at: number | null
  /** Sequence flows that were taken. */
  flows: readonly { process: string; flowId: string }[]
}

/** What can be chosen to be expected of a try-out: its single values, which gateways read; no texts with days in them. */
export const expectable = (tryOut: TryOut): Record<string, JsonValue> =>
  Object.fromEntries(
    Object.entries(tryOut.variables()).filter(
      ([name, value]) => (value === null || typeof value !== 'object') && !/(At|From|No)$/.test(name) && name !== 'caseId',
    ),
  )

/** The name of the file for a case's name. */
export const fileOf = (name: string): string => `cases/${name.trim().replace(/[^\w\u4e00-\u9fff.-]+/g, '-')}.json`

/** A try-out as a case: what came of it is what is expected. @param variables names of those that must be so again */
export function savedCase(
  tryOut: TryOut,
  { name, variables = [], people }: { name: string; variables?: readonly string[]; people?: SavedCase['people'] },
): SavedCase {
  const { setup, state, commands } = tryOut
  const all = tryOut.variables()
  return SavedCase.parse({
    version: 2,
    name: name.trim(),
    matter: setup.matter.matter.key,
    startAt: new Date(setup.startAt).toISOString(),
    ...(people && { people }),
    calendar: keptOf(setup.calendar),
    // Pictures would be most of the file; that there was a signature is what counts.
    commands: commands.map((command) =>
      command.type === 'act' && command.signature !== undefined ? { ...command, signature: true } : command,
    ),
    expect: {
      ...outcomeOf(state),
      ...(setup.parts && { parts: Object.fromEntries(Object.entries(state.children).map(([part, child]) => [part, outcomeOf(child)])) }),
      variables: Object.fromEntries(variables.flatMap((one) => (Object.hasOwn(all, one) ? [[one, all[one]]] : []))),
    },
  })
}

const outcomeOf = ({ path, file, documents }: TryOutState) => ({
  path: path.map(({ elementId }) => elementId),
  status: file?.status ?? '',
  documents: documents.map(({ template }) => template),
})

/** Reads a case. @throws TryOutError SAVED_CASE_INVALID naming each place */
export function parseSavedCase(text: string): SavedCase {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new TryOutError('SAVED_CASE_INVALID', `用例文件不是有效的 JSON:${(error as Error).message}`)
  }
  const parsed = SavedCase.safeParse(json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), code: 'INVALID', message }))
  const { path, message } = problems[0]!
  throw new TryOutError('SAVED_CASE_INVALID', `用例文件有 ${problems.length} 处不符合要求,第一处在“${path}”:${message}`, problems)
}

/** Runs one case against the files as they are now. Never throws for what is wrong with the case or the package: that is its result. */
export function runSavedCase(
  files: PackageFiles,
  saved: SavedCase,
  options: { calendar?: Calendar; file?: string; read?: PackageRead } = {},
): CaseResult {
  const { calendar = nationalCalendar, file = fileOf(saved.name), read } = options
  const result = { file, name: saved.name }
  let state = emptyState(Date.parse(saved.startAt))
  const ends: Record<string, number>[] = []
  let at = 0
  let setup: Setup | null = null
  try {
    const options = { files, matter: saved.matter, people: saved.people, now: state.now, withParts: saved.version > 1 }
    setup = setUp({ ...options, calendar: calendarWith(calendar, saved.calendar) }, read)
    for (const command of saved.commands) {
      state = carryOut(setup, state, command)
      ends.push(lengths(state))
      at++
    }
    const departure = departureOf(setup, saved, state, ends)
    return { ...result, ok: departure === null, message: departure?.message ?? '', at: departure?.at ?? null, flows: flowsIn(state) }
  } catch (error) {
    const { message, code } = error as Error & { code?: unknown }
    if (typeof code !== 'string') throw error
    if (!setup) return { ...result, ok: false, message, at: null, flows: [] }
    const words = refusedStep(setup, state, saved.commands[at]!, at, error as Error)
    return { ...result, ok: false, message: words, at, flows: flowsIn(state) }
  }
}

/** How long the path was, of the case itself and of each matter of a joint case. */
const lengths = ({ path, children }: TryOutState): Record<string, number> => ({
  '': path.length,
  ...Object.fromEntries(Object.entries(children).map(([part, child]) => [part, child.path.length])),
})

const flowsIn = ({ flows, children }: TryOutState): CaseResult['flows'] => [
  ...flows,
  ...Object.values(children).flatMap((child) => child.flows),
]

/** Every case of a package, in the order of their files. */
export const runSavedCases = (files: PackageFiles, options: { calendar?: Calendar } = {}): CaseResult[] => [...runEachCase(files, options)]

/** The same one after the other, for a page that draws between two of them. The package is read once. */
export function* runEachCase(files: PackageFiles, options: { calendar?: Calendar } = {}): Generator<CaseResult> {
  const paths = filesIn(files, 'cases', '.json').map((name) => `cases/${name}`)
  let read: PackageRead | undefined
  for (const file of paths) {
    try {
      const saved = parseSavedCase(files[file]!)
      read ??= readForTryOut(files)
      yield runSavedCase(files, saved, { ...options, file, read })
    } catch (error) {
      if (!(error instanceof TryOutError)) throw error
      const name = file.replace(/^cases\/|\.json$/g, '')
      yield { file, name, ok: false, message: error.message, at: null, flows: [] }
    }
  }
}

/** Which sequence flows of a model the cases take. @returns process key → ids of its flows, and of those that were taken by a green case */
export function flowsTaken(files: PackageFiles, results: readonly CaseResult[]): Record<string, { all: string[]; taken: string[] }> {
  const { processes } = readForTryOut(files)
  return Object.fromEntries(
    Object.entries(processes).map(([key, { flows }]) => {
      const taken = new Set(
        results.flatMap(({ ok, flows: of }) => (ok ? of.filter(({ process }) => process === key) : [])).map(({ flowId }) => flowId),
      )
      const all = Object.keys(flows)
      return [key, { all, taken: all.filter((id) => taken.has(id)) }]
    }),
  )
}
