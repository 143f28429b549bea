import { useDesk } from '../desk.ts'
import type { MatterLike } from '../draft.ts'
import { editModel } from '../edit-draft.ts'
import { makeLength, UNIT_WORDS } from '../matter/limits.ts'
import type { LengthUnit } from '../draft.ts'
import { create, isA, listOf, type Moddle } from '../model/moddle.ts'
import { DOCUMENT_TOPIC } from '../tree/new-item.ts'
import { Choice, CommitNumber, CommitText, Field } from './field.tsx'
import { NameField } from './name-field.tsx'

/** A document that is made, or work of another system. */
export function ServicePanel({ element }: { element: Moddle }) {
  const { known, readOnly, run } = useDesk()
  const topic = element.get<string | undefined>('camunda:topic') ?? ''
  const isDocument = topic === DOCUMENT_TOPIC
  const change = (edit: (found: Moddle) => void) =>
    void run((draft) =>
      editModel(draft, (elements) => {
        const found = elements.get(element.id)
        if (found) edit(found)
      }),
    )
  const setTopic = (next: string) =>
    change((found) => {
      found.set('camunda:type', 'external')
      found.set('camunda:topic', next)
    })
  return (
    <>
      <NameField element={element} />
      <Field label="做什么" help={isDocument ? '按模板生成文书,编号、盖章后存入办件' : '由登记了这个主题的系统来取,办完后流程继续'}>
        {(id) => (
          <Choice
            id={id}
            value={isDocument ? 'document' : 'other'}
            options={[
              { value: 'document', label: '出具文书' },
              { value: 'other', label: '交给其他系统' },
            ]}
            disabled={readOnly}
            onChange={(kind) => setTopic(kind === 'document' ? DOCUMENT_TOPIC : 'notify')}
          />
        )}
      </Field>
      {isDocument ? (
        <>
          <Field label="文书模板" help="模板在「文书」里编辑">
            {(id) => (
              <Choice
                id={id}
                value={propertyOf(element, 'template')}
                placeholder="选择模板"
                options={known.documents.map(({ key, name }) => ({ value: key, label: name }))}
                disabled={readOnly}
                onChange={(template) =>
                  change((found) => {
                    setProperty(found, 'template', template)
                    if (!propertyOf(found, 'documentName'))
                      setProperty(found, 'documentName', known.documents.find(({ key }) => key === template)?.name)
                  })
                }
              />
            )}
          </Field>
          <Field label="文书名称" help="在办件里显示的名称">
            {(id) => (
              <CommitText
                id={id}
                value={propertyOf(element, 'documentName') ?? ''}
                disabled={readOnly}
                onCommit={(name) => change((found) => setProperty(found, 'documentName', name.trim() || undefined))}
              />
            )}
          </Field>
        </>
      ) : (
        <Field label="办理主题" help="与对接系统约定的名称">
          {(id) => <CommitText id={id} value={topic} disabled={readOnly} onCommit={(next) => next.trim() && setTopic(next.trim())} />}
        </Field>
      )}
    </>
  )
}

const propertiesOf = (element: Moddle): Moddle[] =>
  listOf(element.get<Moddle | undefined>('extensionElements'), 'values')
    .filter(({ $type }) => $type === 'camunda:Properties')
    .flatMap((list) => listOf(list, 'values'))

/** A value of camunda:properties, with which workers are told what to do. */
export const propertyOf = (element: Moddle, name: string): string | undefined =>
  propertiesOf(element)
    .find((property) => property.get('name') === name)
    ?.get<string | undefined>('value')

function setProperty(element: Moddle, name: string, value: string | undefined): void {
  let extensions = element.get<Moddle | undefined>('extensionElements')
  if (!extensions) {
    extensions = create('bpmn:ExtensionElements', {}, element)
    element.set('extensionElements', extensions)
  }
  let list = listOf(extensions, 'values').find(({ $type }) => $type === 'camunda:Properties')
  if (!list) {
    list = create('camunda:Properties', {}, extensions)
    extensions.set('values', [...listOf(extensions, 'values'), list])
  }
  const rest = listOf(list, 'values').filter((property) => property.get('name') !== name)
  list.set('values', value === undefined ? rest : [...rest, create('camunda:Property', { name, value }, list)])
}

/** A variable for what a decision says, that no variable of the case is called: `decision-1` → `decision1Result`. */
const resultName = (decision: string): string => `${decision.replace(/[^A-Za-z0-9_]+(.?)/g, (_, next: string) => next.toUpperCase())}Result`

export function RulePanel({ element }: { element: Moddle }) {
  const { known, readOnly, run } = useDesk()
  const result = element.get<string | undefined>('camunda:resultVariable') ?? ''
  const change = (attributes: Record<string, string | undefined>) =>
    void run((draft) =>
      editModel(draft, (elements) => {
        for (const [name, value] of Object.entries(attributes)) elements.get(element.id)?.set(name, value)
      }),
    )
  return (
    <>
      <NameField element={element} />
      <Field label="决策表" help="决策表在「决策」里编辑">
        {(id) => (
          <Choice
            id={id}
            value={element.get<string | undefined>('camunda:decisionRef')}
            placeholder="选择决策表"
            options={known.decisions.map(({ key, name }) => ({ value: key, label: name }))}
            disabled={readOnly}
            onChange={(decision) =>
              change({
                'camunda:decisionRef': decision,
                ...(result === '' && decision !== undefined && { 'camunda:resultVariable': resultName(decision) }),
              })
            }
          />
        )}
      </Field>
      <Field label="结论存入" help="后面的条件用这个名称来比较">
        {(id) => (
          <CommitText
            id={id}
            value={result}
            disabled={readOnly}
            onCommit={(name) => change({ 'camunda:resultVariable': name.trim() || undefined })}
          />
        )}
      </Field>
    </>
  )
}

const OUTCOMES = [
  { value: 'granted', label: '准予' },
  { value: 'refused', label: '不予许可' },
  { value: 'not-accepted', label: '不予受理' },
  { value: 'closed', label: '办结' },
  { value: 'transferred', label: '转报' },
  { value: 'withdrawn', label: '撤回' },
] as const

/** Start, end and events between. */
export function EventPanel({ element }: { element: Moddle }) {
  const { matter, readOnly, run } = useDesk()
  const timer = listOf(element, 'eventDefinitions').find(({ $type }) => $type === 'bpmn:TimerEventDefinition')
  const isTopEnd = isA(element, 'bpmn:EndEvent') && element.$parent?.$type === 'bpmn:Process'
  const set = (part: 'outcomes' | 'timers', value: string | undefined) =>
    void run(({ xml, matter: before }) => ({ xml, matter: withEntry(before, part, { id: element.id, value }) }))
  const isBoundary = isA(element, 'bpmn:BoundaryEvent')
  return (
    <>
      <NameField element={element} />
      {isTopEnd && (
        <Field label="办件结果" help="走到这里时办件的状态;不选的不改变状态">
          {(id) => (
            <Choice
              id={id}
              value={matter.outcomes?.[element.id]}
              allowClear
              placeholder="不改变"
              options={OUTCOMES}
              disabled={readOnly}
              onChange={(value) => set('outcomes', value)}
            />
          )}
        </Field>
      )}
      {timer && <TimerFields timer={timer} id={element.id} />}
      {isBoundary && timer && (
        <>
          <Interrupting element={element} />
          <Field label="法律意义" help="监察按它判断是否超期">
            {(id) => (
              <Choice
                id={id}
                value={matter.timers?.[element.id]}
                allowClear
                placeholder="没有"
                options={MEANINGS}
                disabled={readOnly}
                onChange={(value) => set('timers', value)}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}

/** Whether a boundary event ends the step that it stands on. */
export function Interrupting({ element }: { element: Moddle }) {
  const { readOnly, run } = useDesk()
  return (
    <Field label="发生后" help="转走的,原来的环节不再办理;另走的,原来的环节继续办理">
      {(id) => (
        <Choice
          id={id}
          value={element.get('cancelActivity') === false ? 'beside' : 'instead'}
          options={[
            { value: 'instead', label: '转走' },
            { value: 'beside', label: '另走一路' },
          ]}
          disabled={readOnly}
          onChange={(value) =>
            void run((draft) => editModel(draft, (elements) => void elements.get(element.id)?.set('cancelActivity', value === 'instead')))
          }
        />
      )}
    </Field>
  )
}

const MEANINGS = [
  { value: 'deemed-accepted', label: '逾期不告知,视为受理' },
  { value: 'distribution-passed', label: '分办期限届满' },
  { value: 'supplement-lapsed', label: '逾期不补正' },
  { value: 'promised-passed', label: '超过承诺时限' },
  { value: 'statutory-passed', label: '超过法定时限' },
  { value: 'delivery-passed', label: '超过送达期限' },
  { value: 'suspension-overran', label: '特别程序超期' },
  { value: 'pre-check-passed', label: '预审超时' },
  { value: 'correction-lapsed', label: '逾期未更正' },
  { value: 'consult-silent', label: '征求意见逾期未答复' },
  { value: 'silence-agrees', label: '申报人逾期未答复,视为无异议' },
  { value: 'silence-ends', label: '申报人逾期未办理,终止' },
  { value: 'hearing-not-asked', label: '逾期未申请听证' },
  { value: 'statement-passed', label: '陈述申辩期限届满' },
  { value: 'first-review-passed', label: '初审期限届满' },
  { value: 'inspection-passed', label: '检验期限届满' },
]

function withEntry(matter: MatterLike, part: 'outcomes' | 'timers', { id, value }: { id: string; value: string | undefined }): MatterLike {
  const { [id]: _, ...rest } = matter[part] ?? {}
  return { ...matter, [part]: value === undefined ? rest : { ...rest, [id]: value } }
}

const SIMPLE = /^=(workdays|days|workhours|urgentHours|minutes)\((\d+)\)$/
const UNIT_OF: Record<string, LengthUnit> = {
  workdays: 'workday',
  days: 'day',
  workhours: 'workhour',
  urgentHours: 'urgent-hour',
  minutes: 'minute',
}

/** How long is waited: a number where it is one, else as it is written. */
function TimerFields({ timer, id }: { timer: Moddle; id: string }) {
  const { readOnly, run } = useDesk()
  const kind = (['timeDuration', 'timeDate', 'timeCycle'] as const).find((one) => timer.get(one)) ?? 'timeDuration'
  const source = timer.get<Moddle | undefined>(kind)?.get<string | undefined>('body') ?? ''
  const [, fn, count] = SIMPLE.exec(source) ?? []
  const write = (body: string) =>
    void run((draft) =>
      editModel(draft, (elements) => {
        const found = listOf(elements.get(id), 'eventDefinitions').find(({ $type }) => $type === 'bpmn:TimerEventDefinition')
        found?.set(kind, create('bpmn:FormalExpression', { body }, found))
      }),
    )
  if (!fn)
    return (
      <Field label="期限" help="按公式计算的期限,例如环节时限 stepLimits 里的天数">
        {(field) => <CommitText id={field} value={source} disabled={readOnly} onCommit={(text) => text.trim() && write(text.trim())} />}
      </Field>
    )
  const unit = UNIT_OF[fn]!
  const functionOf = (wanted: LengthUnit) => Object.entries(UNIT_OF).find(([, one]) => one === wanted)![0]
  const length = makeLength(Number(count), unit)
  return (
    <Field label="期限" help="从进入这一步起算">
      {() => (
        <span className="lianban-length">
          <CommitNumber label="期限" value={Number(count)} disabled={readOnly} onCommit={(next) => write(`=${fn}(${next})`)} />
          <Choice
            inline
            label="期限单位"
            value={length.unit}
            options={(Object.keys(UNIT_WORDS) as LengthUnit[]).map((value) => ({ value, label: UNIT_WORDS[value] }))}
            disabled={readOnly}
            onChange={(next) => next && write(`=${functionOf(next)}(${count})`)}
          />
        </span>
      )}
    </Field>
  )
}
