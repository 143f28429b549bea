import { parseDecisions, type Expression } from '@lianban/engine'
import { checkSchema, flatten, type Field } from '@lianban/forms'
import { limitVariables } from '../cases/limits.ts'
import type { startVariables } from '../cases/new-case.ts'
import { APPLICATION } from '../cases/preview/words.ts'
import { readsOf } from '../cases/preview/reads.ts'
import type { MatterManifest } from '../manifest.ts'
import { ARCHIVE_CASE_TOPIC, PUBLISH_DECISION_TOPIC, RENDER_DOCUMENT_TOPIC } from '../workers/topics.ts'
import type { CheckedMatter } from './check-package.ts'

/**
 * What conditions and decision tables compare is there: `application.…` is a field of the application form, every other name is
 * set by a step, by a decision or by the case itself. A case would stop where it is not.
 */
export function checkConditions(checked: CheckedMatter): void {
  const { file, process, report } = checked
  const fields = applicationFields(checked)
  const names = namesIn(checked)
  const check = (place: string, expression: Expression, elementId?: string) => {
    for (const path of readsOf(expression) ?? []) {
      const [name, ...inside] = path.split('.') as [string, ...string[]]
      if (name === APPLICATION) {
        if (fields && inside.length > 0 && !isIn(fields, inside))
          report(place, 'FIELD_MISSING', `the application form has no field ${inside.join('.')}`, elementId)
      } else if (names && !names.has(name)) report(place, 'VARIABLE_UNKNOWN', `nothing sets ${name}`, elementId)
    }
  }
  for (const flow of Object.values(process.flows)) if (flow.condition) check(`${file} ${flow.id}`, flow.condition, flow.id)
  for (const { file: dmn, id, logic } of decisionTables(checked)) {
    for (const { id: input, expression } of logic.inputs) for (const one of feelOf(expression)) check(`${dmn} ${input ?? id}`, one)
    const own = new Set(logic.inputs.map(({ variable }) => variable))
    for (const [index, { inputEntries, outputEntries }] of logic.rules.entries())
      for (const entry of [...inputEntries, ...outputEntries].flatMap(feelOf))
        for (const name of (readsOf(entry) ?? []).map((path) => path.split('.')[0]!))
          if (names && name !== APPLICATION && !names.has(name) && !own.has(name))
            report(`${dmn} ${id}`, 'DECISION_TEXT_UNQUOTED', `rule ${index + 1}: ${name} is no name, and no text without quotes`)
  }
}

/** An entry that is more than a constant, as an expression. */
const feelOf = (entry: Formula | DecisionTable['rules'][number]['inputEntries'][number]): Expression[] =>
  entry.kind === 'variable' || entry.kind === 'feel' ? [{ kind: 'feel', source: entry.source }] : entry.kind === 'juel' ? [entry] : []

type Fields = ReadonlyMap<string, Field['kind']>

/** A field, or a part of one that has parts. */
const isIn = (fields: Fields, path: readonly string[]): boolean =>
  fields.has(path.join('.')) || path.some((_, at) => fields.get(path.slice(0, at).join('.')) === 'record')

/** Every path below the application that may be read; null while its form is not right, which is said elsewhere. */
function applicationFields({ processPackage, matter }: CheckedMatter): Fields | null {
  const schema = processPackage.forms[matter.applicationForm]
  if (!schema || checkSchema(schema).length > 0) return null
  return new Map(flatten(schema).flatMap(({ path, kind }) => (kind === 'void' ? [] : [[path, kind] as const])))
}

type Decision = Extract<ReturnType<typeof parseDecisions>, { ok: true }>['decisions']['decisions'][string]
type DecisionTable = Extract<Decision['logic'], { kind: 'table' }>
type Formula = DecisionTable['inputs'][number]['expression']

/** The decision tables that the model asks; what a required decision says is known to them only. */
function decisionTables({ process, processPackage }: CheckedMatter): { file: string; id: string; logic: DecisionTable }[] {
  const asked = new Set(
    Object.values(process.nodes).flatMap((node) =>
      node.kind === 'businessRuleTask' && node.decision.key.kind === 'literal' ? [node.decision.key.text] : [],
    ),
  )
  return Object.entries(processPackage.decisions).flatMap(([file, xml]) => {
    const parsed = parseDecisions(xml)
    if (!parsed.ok) return []
    return Object.values(parsed.decisions.decisions).flatMap(({ id, requiredDecisions, logic }) =>
      logic.kind === 'table' && asked.has(id) && requiredDecisions.length === 0 ? [{ file, id, logic }] : [],
    )
  })
}

/** Every variable that something is known to set; null where others may set any: workers of another system, scripts, other models. */
function namesIn({ matter, process }: CheckedMatter): Set<string> | null {
  const names = new Set<string>([...Object.keys({ ...STARTED, ...matter.procedure, ...limitVariables(matter) }), ...SET_ON_THE_WAY])
  for (const { actions, variables = [] } of Object.values(matter.tasks))
    for (const name of [...variables, ...actions.flatMap(({ set }) => Object.keys(set))]) names.add(name)
  for (const node of Object.values(process.nodes)) {
    if (node.kind === 'callActivity' || node.kind === 'scriptTask') return null
    if (node.kind === 'serviceTask' && !(node.work.type === 'external' && isOwn(node.work.topic))) return null
    for (const { name } of [...node.inputs, ...node.outputs]) names.add(name)
    if (node.kind === 'businessRuleTask' && node.resultVariable !== null) names.add(node.resultVariable)
    if (node.loop?.type !== 'multiInstance') continue
    if (node.loop.elementVariable !== null) names.add(node.loop.elementVariable)
    if (node.loop.output) names.add(node.loop.output.collection)
  }
  return names
}

/** Topics of the workers that come with the program: they set nothing that conditions ask for. */
const OWN_TOPICS = new Set([RENDER_DOCUMENT_TOPIC, PUBLISH_DECISION_TOPIC, ARCHIVE_CASE_TOPIC])
const isOwn = (topic: Expression): boolean => topic.kind === 'literal' && OWN_TOPICS.has(topic.text)

/** Set when a case begins, besides the matter's procedure and limits. */
const STARTED: Record<Exclude<keyof ReturnType<typeof startVariables>, keyof MatterManifest['procedure']>, true> = {
  ...{ caseId: true, organ: true, organName: true, intakeOrgan: true, firstReviewOrgan: true, lowerOrganName: true },
  ...{ acceptanceTemplate: true, matterKey: true, matterName: true, exOfficio: true, applicantName: true, licenceAct: true },
  ...{ licenceTemplate: true, licenceName: true, deliverTogether: true, clockFrom: true, clock: true, application: true },
  ...{ remedies: true, headOrgan: true, acceptance: true, opener: true, openerOrgan: true, openerOrganName: true },
}

/** Set by the case service as the case goes on: by what is handed in, by the effects of steps, by a joint case's matters. */
const SET_ON_THE_WAY = [
  ...['byCommitment', 'receipt', 'clock', 'suspension', 'extension', 'extensionResult', 'decision', 'licence', 'delivery', 'transfer'],
  ...['report', 'hearing', 'hearingRights', 'hearingRequest', 'inspected', 'deferral', 'commitment', 'supplement', 'notRequired', 'vote'],
  ...[
    'votes',
    'toDeliver',
    'results',
    'deliveredTogether',
    'loopCounter',
    'nrOfInstances',
    'nrOfActiveInstances',
    'nrOfCompletedInstances',
  ],
]
