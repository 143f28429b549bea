import { parseDecisions, type Expression } from '@lianban/engine'
import { fieldsOf, flatten } from '@lianban/forms'
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
        if (fields && inside.length > 0 && !fields.has(inside.join('.')))
          report(place, 'FIELD_MISSING', `the application form has no field ${inside.join('.')}`, elementId)
      } else if (names && !names.has(name)) report(place, 'VARIABLE_UNKNOWN', `nothing sets ${name}`, elementId)
    }
  }
  for (const flow of Object.values(process.flows)) if (flow.condition) check(`${file} ${flow.id}`, flow.condition, flow.id)
  for (const { place, expression } of decisionInputs(checked)) check(place, expression)
}

/** Every path below the application that may be read; null while its form is not right, which is said elsewhere. */
function applicationFields({ processPackage, matter }: CheckedMatter): Set<string> | null {
  const schema = processPackage.forms[matter.applicationForm]
  try {
    return schema ? new Set([...fieldsOf(schema), ...flatten(schema)].flatMap(({ path, kind }) => (kind === 'void' ? [] : [path]))) : null
  } catch {
    return null
  }
}

/** What the decision tables that the model asks read; a required decision is known by its own result. */
function decisionInputs({ process, processPackage }: CheckedMatter): { place: string; expression: Expression }[] {
  const asked = new Set(
    Object.values(process.nodes).flatMap((node) =>
      node.kind === 'businessRuleTask' && node.decision.key.kind === 'literal' ? [node.decision.key.text] : [],
    ),
  )
  return Object.entries(processPackage.decisions).flatMap(([file, xml]) => {
    const parsed = parseDecisions(xml)
    if (!parsed.ok) return []
    return Object.values(parsed.decisions.decisions).flatMap(({ id, requiredDecisions, logic }) =>
      logic.kind !== 'table' || !asked.has(id) || requiredDecisions.length > 0
        ? []
        : logic.inputs.flatMap(({ id: input, expression }) => {
            const place = `${file} ${input ?? id}`
            if (expression.kind === 'variable') return [{ place, expression: { kind: 'feel' as const, source: expression.source } }]
            return expression.kind === 'feel' || expression.kind === 'juel' ? [{ place, expression }] : []
          }),
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
  ...{ remedies: true, headOrgan: true, acceptance: true },
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
