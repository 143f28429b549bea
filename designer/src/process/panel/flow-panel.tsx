import { Alert, Checkbox } from 'antd'
import { useDesk, type Desk } from '../desk.ts'
import { editModel } from '../edit-draft.ts'
import { conditionOf, flowProblems, judgedFlows } from '../flow-problems.ts'
import { conditionWords } from '../condition/condition.ts'
import { parseCondition } from '../condition/parse-condition.ts'
import { create, isA, titleOf, type Moddle } from '../model/moddle.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { NameField } from './name-field.tsx'

const hasConditions = (source: Moddle | undefined): boolean =>
  source !== undefined && isA(source, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway')

/** One way: its name, and when it is taken. */
export function FlowPanel({ element }: { element: Moddle }) {
  const { fields, readOnly, run } = useDesk()
  const gateway = element.get<Moddle | undefined>('sourceRef')
  const isDefault = gateway?.get('default') === element
  const source = conditionOf(element)
  const isJudged = hasConditions(gateway) || source !== null
  return (
    <>
      <p className="lianban-field-help">
        从「{gateway ? titleOf(gateway) : ''}」去往「{titleOf(element.get<Moddle>('targetRef'))}」
      </p>
      <NameField element={element} help="写在连线上的字" />
      {isJudged && (
        <section aria-label="条件">
          <div className="lianban-section-title">条件</div>
          <Checkbox
            checked={isDefault}
            disabled={readOnly}
            onChange={({ target }) => void run((draft) => setDefault(draft, element.id, target.checked))}
          >
            其他情况都走这一条(默认去向)
          </Checkbox>
          {!isDefault && (
            <ConditionEditor
              source={source}
              fields={fields}
              readOnly={readOnly}
              onChange={(next) => void run((draft) => setCondition(draft, element.id, next))}
            />
          )}
        </section>
      )}
      {gateway && <CoverNotes gateway={gateway} />}
    </>
  )
}

/** What the ways of one gateway leave open or say twice. */
function CoverNotes({ gateway }: { gateway: Moddle }) {
  const { model, fields, matter } = useDesk()
  const flows = judgedFlows(gateway, model.elements).map(({ id }) => id)
  const notes = flowProblems(model.elements, fields, matter.tasks).filter(
    ({ elementId }) => elementId === gateway.id || flows.includes(elementId ?? ''),
  )
  return notes.map(({ message }) => <Alert key={message} type="warning" showIcon message={message} />)
}

/** A gateway: its ways in the order in which they are judged, each with its condition in words. */
export function GatewayPanel({ element }: { element: Moddle }) {
  const desk = useDesk()
  const flows = [...desk.model.elements.values()].filter((flow) => isA(flow, 'bpmn:SequenceFlow') && flow.get('sourceRef') === element)
  return (
    <>
      <NameField element={element} help="例如:是否需要现场核查" />
      <section aria-label="去向">
        <div className="lianban-section-title">去向</div>
        <ul className="lianban-ways">
          {flows.map((flow) => (
            <li key={flow.id}>
              <button type="button" onClick={() => desk.select(flow.id)}>
                <strong>{flow.name || titleOf(flow.get<Moddle>('targetRef'))}</strong>
                <span>{wayWords(flow, desk)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <CoverNotes gateway={element} />
    </>
  )
}

/** When a way is taken, in words. */
export function wayWords(flow: Moddle, { fields }: Pick<Desk, 'fields'>): string {
  const gateway = flow.get<Moddle | undefined>('sourceRef')
  const source = conditionOf(flow)
  if (gateway?.get('default') === flow) return '其他情况'
  if (source === null) return hasConditions(gateway) ? '没有条件' : gateway?.$type === 'bpmn:ParallelGateway' ? '同时进行' : ''
  const condition = parseCondition(source)
  return condition ? conditionWords(condition, { fields }) : `公式:${source.replace(/^=/, '')}`
}

const setCondition = (draft: Parameters<typeof editModel>[0], id: string, source: string | null) =>
  editModel(draft, (elements) => {
    const flow = elements.get(id)
    flow?.set('conditionExpression', source === null ? undefined : create('bpmn:FormalExpression', { body: source }, flow))
  })

/** A default way has no condition: it is taken when no other is. */
const setDefault = (draft: Parameters<typeof editModel>[0], id: string, isDefault: boolean) =>
  editModel(draft, (elements) => {
    const flow = elements.get(id)
    flow?.get<Moddle>('sourceRef').set('default', isDefault ? flow : undefined)
    if (isDefault) flow?.set('conditionExpression', undefined)
  })
