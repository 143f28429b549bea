import { z } from 'zod'
import { themeSchema } from './joint/theme-manifest.ts'
import { NumberScheme } from './numbering/scheme.ts'
import { matter } from './manifest/matter.ts'
import { elementId, extension, inDays, key, limit, scalar, text } from './manifest/values.ts'

/*
 * The manifest of a process package: one county system with the matters it handles. Everything that a desk shows or a
 * rule checks about a matter stands here, so that the code knows verbs and clocks but no matter.
 */

/** A theme 一件事: see joint/theme-manifest.ts. What it shares with a matter is the matter's own. */
const theme = themeSchema({
  key,
  text,
  limit,
  extension: z.strictObject({ ...inDays, ...extension, organ: key }),
  shared: matter.pick({
    key: true,
    name: true,
    matterNo: true,
    theme: true,
    organ: true,
    process: true,
    conditions: true,
    basis: true,
    fees: true,
    remedies: true,
    documentNumbers: true,
    steps: true,
    separation: true,
    tasks: true,
    outcomes: true,
    timers: true,
  }).shape,
})

/** A process that is no matter 事项: it has no applicant, no law of its own and no forms, only steps and what may be done in them. */
const plainProcess = z.strictObject({
  name: text,
  process: z.strictObject({ file: z.string().regex(/^[\w-]+\.bpmn$/), key: z.string() }),
  tasks: z.record(
    elementId,
    z.strictObject({
      posts: z.array(key).min(1),
      actions: z
        .array(z.strictObject({ key, label: text, set: z.record(z.string(), scalar) }))
        .min(1)
        .max(8),
    }),
  ),
})

export const Manifest = z
  .strictObject({
    $comment: z.string().optional(),
    key,
    name: text,
    lead: z.array(text).min(1),
    responsible: z.array(text),
    roles: z.record(key, text),
    /** Numbering schemes of the package's own, by name; see numbering/scheme.ts. */
    numbering: z.record(key, NumberScheme).default({}),
    matters: z.array(matter).default([]),
    processes: z.array(plainProcess).default([]),
    themes: z.array(theme).default([]),
    /** Keys of processes that its matters ran on before; cases that began then end on them, with the package's papers. */
    formerProcesses: z.array(z.string()).default([]),
  })
  .refine(({ matters, processes }) => matters.length + processes.length > 0, 'a package brings a matter or a process')

export type Manifest = z.infer<typeof Manifest>
export type ThemeManifest = z.infer<typeof theme>
export type ProcessManifest = z.infer<typeof plainProcess>

export type { MaterialManifest } from './manifest/material.ts'
export {
  matter as MatterSchema,
  type ActAfterGrant,
  type DocumentKind,
  type LicenceActManifest,
  type LicenceManifest,
  type MatterManifest,
  type TimerMeaning,
} from './manifest/matter.ts'
export {
  TASK_VERBS,
  type ActionEffect,
  type ActionManifest,
  type ApprovalManifest,
  type ReadersManifest,
  type TaskManifest,
  type TaskVerb,
} from './manifest/task.ts'
export type { ExtensionManifest, LimitManifest } from './manifest/values.ts'
