import type { ProcessBuilder } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import type { z } from 'zod'
import { MatterSchema, type MatterManifest, type TaskManifest } from '../manifest.ts'
import type { ProcessPackage } from '../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor } from './actor.ts'
import { openOffice, type Office } from './office.ts'

const SYSTEM = { actor: { userId: 'system', name: '系统' } }
const START = Date.parse('2026-09-18T09:00:00+08:00')

type GivenTask = Partial<z.input<typeof MatterSchema>['tasks'][string]> & { post: string }

export interface ProcedureOptions {
  /** The process; its key is that of the matter. Every user task is in `tasks`. */
  model: ProcessBuilder
  /** What a step is beside its one action `done` 办结, which passes. */
  tasks: Record<string, GivenTask>
  /** People beside those of the sample county: user name → post in scjg. */
  people?: Record<string, string>
  /** Whether it is a licence in law. @default false */
  isLicence?: boolean
  /** Templates of the licensing package that its documents are made from. */
  templates?: readonly string[]
  /** Its application form. @default a name */
  application?: FormSchema
  /** What its matter says otherwise than the one it is made from. */
  matter?: (base: MatterManifest) => Partial<z.input<typeof MatterSchema>>
}

export interface Procedure extends Office {
  person(userId: string): Actor
  /** A case of the procedure, handed in by this person. @returns its id */
  begins(userId?: string, form?: Record<string, unknown>): Promise<string>
}

export const MATTER_KEY = 'test-procedure'

/** An office with one short procedure instead of a package's: for what all procedures have in common. */
export async function openProcedure({ model, tasks, people = {}, isLicence = false, ...given }: ProcedureOptions): Promise<Procedure> {
  const office = await openOffice({
    packageFolder: `${PACKAGES_FOLDER}/c3-licensing`,
    startAt: START,
    alter: (processPackage) => replace(processPackage, { ...DEFAULTS, ...given, model, tasks, isLicence }),
  })
  const { tenants, tenantId } = office
  await tenants.authorization.putPolicies({
    tenantId,
    source: 'process:test',
    policies: Object.entries(tasks).flatMap(([id, { post, approval }]) =>
      [...new Set([post, ...(approval?.approvers ?? []).map((source) => source.post)])].map((role) => ({
        id: `test-${id}-${role}`,
        role,
        type: 'task',
        actions: `complete:${id}`,
        scope: 'assigned' as const,
      })),
    ),
    by: SYSTEM,
  })
  for (const [username, post] of Object.entries(people)) await hire(office, username, post)
  const person = (userId: string) => new Actor(office, userId)
  return {
    ...office,
    person,
    begins: (userId = 'shenqing', form = { operatorName: '湖畔面馆' }) => person(userId).submits(MATTER_KEY, form, {}),
  }
}

async function hire({ tenants, tenantId }: Office, username: string, post: string): Promise<void> {
  const password = 'Sanhu-2026-Test!'
  await tenants.users.create({
    tenantId,
    id: username,
    username,
    name: username,
    kind: 'staff',
    password,
    demo: true,
    by: SYSTEM,
    posts: [{ organId: 'scjg', post }],
  })
}

/** The food licence's manifest entry with another process in it: everything that a matter must say is there. */
function replace(
  processPackage: ProcessPackage,
  { model, tasks, isLicence, templates, application, matter }: Required<Omit<ProcedureOptions, 'people'>>,
): void {
  const { manifest } = processPackage
  const own = {
    ...manifest.matters[0]!,
    key: MATTER_KEY,
    name: '测试事项',
    kind: isLicence ? '行政许可' : '内部审批',
    process: { file: 'test.bpmn', key: MATTER_KEY },
    materials: [],
    separation: manifest.matters[0]!.separation.slice(0, 1),
    steps: manifest.matters[0]!.steps.slice(0, 1),
    outcomes: {},
    timers: {},
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([id, task]) => [id, { applicationAccess: { '*': 'read' }, actions: ACTIONS, ...task }]),
    ),
    ...matter(manifest.matters[0]!),
  }
  manifest.themes = []
  manifest.matters = [MatterSchema.parse(own)]
  processPackage.models = { 'test.bpmn': model.toXml() }
  processPackage.forms = { application }
  processPackage.templates = Object.fromEntries(Object.entries(processPackage.templates).filter(([key]) => templates.includes(key)))
}

const APPLICATION = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: { operatorName: { type: 'string', title: '名称', maxLength: 100, 'x-component': 'Input' } },
} as const satisfies FormSchema

const DEFAULTS = { templates: [], application: APPLICATION as FormSchema, matter: () => ({}) }

/** What can be done at a step unless a test says otherwise. */
const ACTIONS: TaskManifest['actions'] = [
  { key: 'pass', label: '同意', kind: 'primary', opinion: 'optional', vote: 'pass', set: {}, next: { text: '下一环节', people: '经办人' } },
  {
    key: 'reject',
    label: '不同意',
    kind: 'danger',
    opinion: 'optional',
    vote: 'reject',
    set: {},
    next: { text: '下一环节', people: '经办人' },
  },
]
