import { Button, Tooltip } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useDesk } from '../desk.ts'
import type { ActionLike, TaskLike } from '../draft.ts'
import { parseCondition } from '../condition/parse-condition.ts'
import { conditionOf, judgedFlows } from '../flow-problems.ts'
import { isA, titleOf, type Moddle } from '../model/moddle.ts'
import { ActionMore } from './action-more.tsx'
import { Choice, CommitText } from './field.tsx'

const MAX_ACTIONS = 8

/** The buttons of a step: what they are called, what they look like, whether a reason is asked for, and where they lead. */
export function ActionsEditor({ task, change, taskId }: { task: TaskLike; change(part: Partial<TaskLike>): void; taskId: string }) {
  const { matter, readOnly } = useDesk()
  const { actions } = task
  const set = (index: number, part: Partial<ActionLike>) =>
    change({ actions: actions.map((action, at) => (at === index ? withoutUndefined({ ...action, ...part }) : action)) })
  const swap = (index: number, by: number) => {
    const list = [...actions]
    ;[list[index], list[index + by]] = [list[index + by]!, list[index]!]
    change({ actions: list })
  }
  return (
    <section aria-label="按钮">
      <div className="lianban-section-title">
        按钮
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          disabled={readOnly || actions.length >= MAX_ACTIONS}
          onClick={() => change({ actions: [...actions, newAction(actions, task)] })}
        >
          加按钮
        </Button>
      </div>
      {actions.map((action, index) => (
        <div key={action.key} className="lianban-action">
          <div className="lianban-action-head">
            <CommitText
              size="small"
              label={`第 ${index + 1} 个按钮的名称`}
              value={action.label}
              disabled={readOnly}
              onCommit={(label) => label.trim() && set(index, { label: label.trim() })}
            />
            <Tooltip title="上移">
              <Button
                size="small"
                type="text"
                aria-label={`上移${action.label}`}
                icon={<ArrowUpOutlined />}
                disabled={readOnly || index === 0}
                onClick={() => swap(index, -1)}
              />
            </Tooltip>
            <Tooltip title="下移">
              <Button
                size="small"
                type="text"
                aria-label={`下移${action.label}`}
                icon={<ArrowDownOutlined />}
                disabled={readOnly || index === actions.length - 1}
                onClick={() => swap(index, 1)}
              />
            </Tooltip>
            <Tooltip title="删除">
              <Button
                size="small"
                type="text"
                danger
                aria-label={`删除${action.label}`}
                icon={<DeleteOutlined />}
                disabled={readOnly || actions.length === 1}
                onClick={() => change({ actions: actions.filter((_, at) => at !== index) })}
              />
            </Tooltip>
          </div>
          <div className="lianban-action-row">
            {!matter.isPlain && (
              <Choice
                inline
                label={`${action.label}的样式`}
                value={action.kind}
                options={KINDS}
                disabled={readOnly}
                onChange={(kind) => kind && set(index, { kind })}
              />
            )}
            {!matter.isPlain && (
              <Choice
                inline
                label={`${action.label}的意见`}
                value={action.opinion}
                options={OPINIONS}
                disabled={readOnly}
                onChange={(opinion) => opinion && set(index, { opinion })}
              />
            )}
            {task.approval && (
              <Choice
                inline
                label={`${action.label}算作`}
                value={action.vote}
                options={VOTES}
                disabled={readOnly}
                onChange={(vote) => set(index, { vote })}
              />
            )}
            <Way action={action} taskId={taskId} set={(part) => set(index, part)} />
          </div>
          {!matter.isPlain && <ActionMore action={action} hasForm={task.form !== undefined} set={(part) => set(index, part)} />}
        </div>
      ))}
    </section>
  )
}

const KINDS = [
  { value: 'primary', label: '主要按钮' },
  { value: 'default', label: '普通按钮' },
  { value: 'danger', label: '不利决定' },
] as const
const OPINIONS = [
  { value: 'required', label: '必须写意见' },
  { value: 'optional', label: '可以写意见' },
  { value: 'none', label: '不写意见' },
] as const
const VOTES = [
  { value: 'pass', label: '算同意' },
  { value: 'reject', label: '算不同意' },
  { value: 'abstain', label: '算弃权' },
] as const

/** Which way of the gateway behind the step the button takes: it sets the variable that the way asks for. */
function Way({ action, taskId, set }: { action: ActionLike; taskId: string; set(part: Partial<ActionLike>): void }) {
  const { model, readOnly } = useDesk()
  const ways = waysBehind(taskId, model.elements)
  if (ways.length < 2) return null
  const current =
    ways.find(({ sets }) => sets && Object.entries(sets).every(([name, value]) => action.set[name] === value)) ??
    ways.find(({ sets }) => !sets)
  const known = new Set(ways.flatMap(({ sets }) => Object.keys(sets ?? {})))
  const choose = (id: string | undefined) => {
    const way = ways.find((one) => one.id === id)
    if (!way) return
    const rest = Object.fromEntries(Object.entries(action.set).filter(([name]) => !known.has(name)))
    // The default way is taken by a value that no condition asks for.
    const [name] = known
    const sets = way.sets ?? (name ? { [name]: action.key } : {})
    const next = isA(way.target, 'bpmn:UserTask') ? { task: way.target.id } : { text: titleOf(way.target), people: '系统' }
    set({ set: { ...rest, ...sets }, next })
  }
  return (
    <Choice
      inline
      label={`${action.label}的去向`}
      value={current?.id}
      options={ways.map(({ id, words }) => ({ value: id, label: `去往 ${words}` }))}
      disabled={readOnly}
      onChange={choose}
    />
  )
}

interface WayOut {
  id: string
  words: string
  target: Moddle
  /** What takes it, where its condition compares one variable with one value; null: the default way. */
  sets: Record<string, string | number | boolean> | null
}

function waysBehind(taskId: string, elements: ReadonlyMap<string, Moddle>): WayOut[] {
  const flows = [...elements.values()].filter((one) => isA(one, 'bpmn:SequenceFlow'))
  const out = flows.filter((flow) => flow.get<Moddle>('sourceRef')?.id === taskId)
  const gateway = out.length === 1 ? out[0]!.get<Moddle>('targetRef') : undefined
  if (!gateway || !isA(gateway, 'bpmn:ExclusiveGateway')) return []
  const judged = judgedFlows(gateway, elements).flatMap((flow): WayOut[] => {
    const condition = parseCondition(conditionOf(flow) ?? '')
    if (condition?.kind !== 'comparison' || condition.operator !== '=' || condition.value === null || Array.isArray(condition.value))
      return []
    return [{ id: flow.id, words: wordsOf(flow), target: flow.get<Moddle>('targetRef'), sets: { [condition.variable]: condition.value } }]
  })
  const fallback = gateway.get<Moddle | undefined>('default')
  return fallback
    ? [...judged, { id: fallback.id, words: wordsOf(fallback), target: fallback.get<Moddle>('targetRef'), sets: null }]
    : judged
}

const wordsOf = (flow: Moddle): string => flow.name || titleOf(flow.get<Moddle>('targetRef'))

function newAction(actions: readonly ActionLike[], task: TaskLike): ActionLike {
  let number = actions.length + 1
  while (actions.some(({ key }) => key === `action-${number}`)) number++
  const action: ActionLike = {
    key: `action-${number}`,
    label: `按钮${number}`,
    kind: 'default',
    opinion: 'optional',
    set: {},
    next: actions[0]?.next ?? { text: '转下一环节', people: '下一环节办理人' },
  }
  return task.approval ? { ...action, vote: 'reject' } : action
}

const withoutUndefined = (action: ActionLike): ActionLike =>
  Object.fromEntries(Object.entries(action).filter(([, value]) => value !== undefined)) as unknown as ActionLike
