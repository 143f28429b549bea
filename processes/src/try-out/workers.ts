import { visibleVariables, type JsonValue } from '@lianban/engine'
import { DocumentError } from '../documents/document-error.ts'
import { filledHtml } from '../documents/filled-html.ts'
import { compileTemplate, valueAt } from '../documents/template.ts'
import { newLine } from '../cases/line.ts'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { elementName } from '../matters/matter-definition.ts'
import { kindOfResult, PUBLICATION_KINDS } from '../publications/publication-kinds.ts'
import type { DecisionRecord } from '../cases/views.ts'
import { documentProperty, signedSteps } from '../workers/document-task.ts'
import { ARCHIVE_CASE_TOPIC, PUBLISH_DECISION_TOPIC, RENDER_DOCUMENT_TOPIC } from '../workers/topics.ts'
import { TENANT } from './people.ts'
import type { OpenExternal, TryOutDocument } from './state.ts'
import { wrap, type Plain, type Work } from './work.ts'

/** External tasks that one command may set off. */
const MAX_EXTERNAL_TASKS = 200

/** In place of the QR code: a try-out's document cannot be verified. */
const NO_CODE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><rect x="1" y="1" width="58" height="58" fill="none" stroke="#888"/><text x="30" y="36" font-size="16" text-anchor="middle" fill="#888">试办</text></svg>'
const NO_ADDRESS = '试办文书,不能查验'

/** In place of a signature whose picture is not there: a saved case keeps none. */
const SAMPLE_SIGNATURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><text x="100" y="40" font-size="28" text-anchor="middle" fill="#333">示例签名</text></svg>',
)}`
const pictureOf = (signature: string | true | undefined): string | null => (signature === true ? SAMPLE_SIGNATURE : (signature ?? null))

type Worker = (work: Work, tokenId: string, task: OpenExternal) => Plain

/** What the county's own workers would hand back, by topic. */
const WORKERS: Record<string, Worker> = {
  [RENDER_DOCUMENT_TOPIC]: renderDocument,
  [PUBLISH_DECISION_TOPIC](work) {
    const kind = kindOfResult((work.file.decision as DecisionRecord | null)?.result ?? '')
    const text = `公示${kind ? PUBLICATION_KINDS[kind].text : ''}决定`
    work.change({ lines: [...work.state.lines, systemLine(work, 'decision-published', '公示', text)] })
    return { publication: { id: 'publication', state: 'public' } }
  },
  [ARCHIVE_CASE_TOPIC]: () => ({ archive: { archiveNo: '', state: 'building' } }),
}

/** External tasks are done by themselves; one that another system does waits, and that is said. */
export function runWorkers(work: Work): void {
  for (let done = 0; done < MAX_EXTERNAL_TASKS; done++) {
    const next = Object.entries(work.state.externals).find(([tokenId, task]) => isWaiting(work, tokenId, task))
    if (!next) return tellUnknown(work)
    runOne(work, ...next)
  }
  throw new Error(`more than ${MAX_EXTERNAL_TASKS} external tasks`)
}

/** Whether the county's own workers do tasks of this topic. */
export const isOwnTopic = (topic: string): boolean => Object.hasOwn(WORKERS, topic)

const isWaiting = (work: Work, tokenId: string, { instanceId, task }: OpenExternal): boolean =>
  isOwnTopic(task.topic) && work.instance(instanceId).tokens[tokenId]?.waitsFor === 'externalTask'

function runOne(work: Work, tokenId: string, open: OpenExternal): void {
  try {
    const variables = WORKERS[open.task.topic]!(work, tokenId, open)
    work.send(open.instanceId, { type: 'completeExternalTask', tokenId, variables: wrap(variables), localVariables: {} }, { by: 'worker' })
    // The package is made when the case is closed, which comes of the completion.
    if (open.task.topic === ARCHIVE_CASE_TOPIC) work.change({ lines: [...work.state.lines, systemLine(work, 'archived', '归档', '归档')] })
  } catch (error) {
    // The worker's mistake is the modeller's: the document has a hole, and in earnest the case stands still here.
    if (!(error instanceof DocumentError)) throw error
    const failure = { retries: 0, retryAt: work.state.now, errorMessage: error.message }
    work.send(open.instanceId, { type: 'failExternalTask', tokenId, ...failure }, { by: 'worker' })
  }
}

function tellUnknown(work: Work): void {
  const told = new Set(work.state.unknown.map(({ elementId }) => elementId))
  for (const { elementId, task } of Object.values(work.state.externals))
    if (!isOwnTopic(task.topic) && !told.has(elementId))
      work.unknown(
        `“${elementName(work.setup.matter, elementId)}”由其他系统办理(主题 ${task.topic}),试办不知道它返回什么,请填写以后继续`,
        elementId,
      )
}

function renderDocument(work: Work, tokenId: string, { elementId, instanceId, createdAt, task: { properties } }: OpenExternal): Plain {
  const variables = visibleVariables(work.instance(instanceId), tokenId)
  const key = documentProperty(properties, 'template', elementId, variables)
  const name = documentProperty(properties, 'documentName', elementId, variables)
  const source = work.setup.templates[key]
  if (source === undefined) throw new DocumentError('TEMPLATE_INVALID', `流程包里没有文书模板“${key}”`)
  const template = compileTemplate(key, source)
  const signatures = Object.fromEntries(signedSteps(template).map((step) => [step, pictureOf(work.state.signatures[step])]))
  const view = { ...variables, ...(Object.keys(signatures).length > 0 && { signatures }), issuedAt: createdAt }
  const { html, number } = filledHtml(template, view, { verifyUrl: NO_ADDRESS, qrCode: NO_CODE })
  const organName = String(valueAt(variables, template.head.organ) ?? '')
  const document: TryOutDocument = { at: work.state.now, elementId, template: key, name, number, organName, html }
  const line = systemLine(work, 'document-issued', '文书', `出具${name}`, elementId)
  work.change({ documents: [...work.state.documents, document], lines: [...work.state.lines, line] })
  return { document: { template: key, name, number, organName } as Record<string, JsonValue> }
}

const systemLine = (work: Work, type: string, step_name: string, action_text: string, element_id: string | null = null) =>
  newLine({
    ...{ tenant_id: TENANT, case_id: work.file.id, at: work.state.now, type, element_id, step_name, action_text },
    actor_name: SYSTEM_ACTOR.name,
  })
