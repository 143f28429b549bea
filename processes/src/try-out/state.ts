import type { Event, ExternalTaskData, InstanceState, UserTaskData } from '@lianban/engine'
import type {
  CaseCommitmentRow,
  CaseDebtRow,
  CaseExtensionRow,
  CaseReturnRow,
  CaseRow,
  CaseSuspensionRow,
  JointChildRow,
  TaskSignRow,
} from '@lianban/storage'
import type { Recorded } from '../cases/effects/outcomes/inspection.ts'
import type { NewLine } from '../cases/line.ts'
import type { CommandOf } from './commands.ts'

/** A token entered an element. */
export interface PathStep {
  at: number
  elementId: string
  instanceId: string
}

/** A document that the process made, filled in. */
export interface TryOutDocument {
  at: number
  elementId: string
  template: string
  name: string
  number: string | null
  organName: string
  /** A whole page, without scripts. */
  html: string
}

/** A notice in the application that somebody would get. */
export interface TryOutNotice {
  at: number
  to: string[]
  title: string
  text: string
}

/** Something that the try-out does not know, and says so. */
export interface Unknown {
  at: number
  elementId: string | null
  text: string
}

export interface OpenTask {
  elementId: string
  instanceId: string
  openedAt: number
  task: UserTaskData & { delegationState?: 'PENDING' | 'RESOLVED' | null }
}

export interface OpenExternal {
  elementId: string
  instanceId: string
  createdAt: number
  task: ExternalTaskData
}

/**
 * The state of a try-out: a fold over its commands. Plain JSON; every command makes a new one and leaves the old as it was.
 * Rows have the shape that the case service stores.
 */
export interface TryOutState {
  /** The virtual clock, epoch milliseconds. */
  now: number
  /** null until the case is handed in. */
  file: CaseRow | null
  /** The case's own process first, then those that were called. */
  instances: Readonly<Record<string, InstanceState>>
  path: readonly PathStep[]
  /** Sequence flows taken, in order, with the process they belong to. */
  flows: readonly { process: string; flowId: string }[]
  tasks: Readonly<Record<string, OpenTask>>
  externals: Readonly<Record<string, OpenExternal>>
  lines: readonly NewLine[]
  documents: readonly TryOutDocument[]
  notices: readonly TryOutNotice[]
  unknown: readonly Unknown[]
  /** Element → who has done it. */
  participants: Readonly<Record<string, readonly string[]>>
  /** Material → how many files. */
  materials: Readonly<Record<string, number>>
  promise: Pick<CaseCommitmentRow, 'promised' | 'paper_no' | 'signed_at' | 'signed_name'> | null
  debts: readonly CaseDebtRow[]
  suspensions: readonly CaseSuspensionRow[]
  extensions: readonly CaseExtensionRow[]
  findings: readonly Recorded[]
  /** Element → values of its form when it was last done. */
  forms: Readonly<Record<string, Record<string, unknown>>>
  /** What happened to the case's own instance, in order. */
  history: readonly Event[]
  /** How often the case was sent back 退回. */
  returns: readonly CaseReturnRow[]
  /** Who was asked beside a task 加签. */
  signs: readonly TaskSignRow[]
  /** Task → the decision that is made and waits for signatures. */
  held: Readonly<Record<string, CommandOf<'act'>>>
  /** Element → picture of the signature by hand, or that there is one. */
  signatures: Readonly<Record<string, string | true>>
  /** Of a joint case 一件事: its matters. */
  parts: readonly JointChildRow[]
  /** Matter → its own case, once it has begun; clock and numbers are those of the whole. */
  children: Readonly<Record<string, TryOutState>>
  /** Run of numbers → the last one given out. */
  runs: Readonly<Record<string, number>>
}

export const emptyState = (now: number): TryOutState => ({
  now,
  file: null,
  instances: {},
  path: [],
  flows: [],
  tasks: {},
  externals: {},
  lines: [],
  documents: [],
  notices: [],
  unknown: [],
  participants: {},
  materials: {},
  promise: null,
  debts: [],
  suspensions: [],
  extensions: [],
  findings: [],
  forms: {},
  history: [],
  returns: [],
  signs: [],
  held: {},
  signatures: {},
  parts: [],
  children: {},
  runs: {},
})
