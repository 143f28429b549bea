import { Collapse } from 'antd'
import { useDesk } from '../desk.ts'
import type { StepLike, TaskLike, Verb } from '../draft.ts'
import { editModel, editTask, editTree } from '../edit-draft.ts'
import { stepDueDate } from '../matter/limits.ts'
import { changeStep, changeTask, newStep, stepOf } from '../matter/tasks.ts'
import { wayOf, WAYS, withWay } from '../matter/words.ts'
import { listOf, titleOf, type Moddle } from '../model/moddle.ts'
import { addBoundaryTimer, removeItem } from '../tree/edit-tree.ts'
import { ActionsEditor } from './actions-editor.tsx'
import { ApprovalFields } from './approval-fields.tsx'
import { Choice, CommitText, Field } from './field.tsx'
import { LengthField } from './length-field.tsx'
import { NameField } from './name-field.tsx'
import { AssignedBy, FormEffects } from './people-fields.tsx'
import { ReadersField } from './readers-field.tsx'
import { ApartWords } from './separation.tsx'

/** A step of people, told as one sentence; what is seldom needed is folded. */
export function TaskPanel({ element }: { element: Moddle }) {
  const { matter, known, readOnly, run } = useDesk()
  const id = element.id
  const task = matter.tasks?.[id]
  const step = stepOf(matter, id)
  const change = (part: Partial<TaskLike>) => void run((draft) => editTask(draft, id, changeTask(draft.matter, id, part)))
  const organs = known.organs.map((organ) => ({ value: organ.id, label: organ.name }))
  const posts = known.posts.map((post) => ({ value: post.key, label: post.name }))
  const isNamed = typeof task?.assignedBy === 'string'
  return (
    <>
      <NameField element={element} />
      <div className="lianban-sentence" role="group" aria-label="由谁办理、怎样办理、多久办完">
        由
        <Choice
          inline
          label="办理单位"
          value={task?.organ ?? 'own'}
          options={[{ value: 'own', label: '承办单位' }, ...organs]}
          disabled={readOnly}
          onChange={(organ) => change({ organ: organ === 'own' ? undefined : organ })}
        />
        的
        <Choice
          inline
          label="办理岗位"
          value={task?.post || undefined}
          placeholder="选择岗位"
          options={posts}
          disabled={readOnly}
          onChange={(post) => change({ post: post ?? '' })}
        />
        {isNamed && '(由前面环节指定)'}
        <Choice
          inline
          label="办理方式"
          value={task ? wayOf(task) : 'claim'}
          options={WAYS.map(({ way, title, help }) => ({ value: way, label: title, title: help }))}
          disabled={readOnly || isNamed}
          onChange={(way) => task && way && change(withWay(task, way))}
        />
        办理,
        <StepLimit element={element} step={step} />
        ,超期
        <Overdue element={element} />。
      </div>
      <p className="lianban-field-help">{WAYS.find(({ way }) => way === (task ? wayOf(task) : 'claim'))?.help}</p>
      {task?.approval && <ApprovalFields task={task} change={change} />}
      <Field label="本环节填写的表单" help="办理人在这一步填写的内容;申请表总是可以查看">
        {(field) => (
          <Choice
            id={field}
            value={task?.form}
            allowClear
            placeholder="不填写"
            options={known.forms.map(({ key, title }) => ({ value: key, label: title }))}
            disabled={readOnly}
            onChange={(form) =>
              change(form ? { form, formAccess: task?.formAccess ?? { '*': 'write' } } : { form: undefined, formAccess: undefined })
            }
          />
        )}
      </Field>
      {task && <ActionsEditor task={task} change={change} taskId={id} />}
      {task && <Collapse ghost size="small" items={folded({ element, task, step, change })} />}
    </>
  )
}

interface PartProps {
  element: Moddle
  task: TaskLike
  step?: StepLike
  change(part: Partial<TaskLike>): void
}

/** What is seldom needed. */
function folded({ element, task, step, change }: PartProps) {
  return [
    {
      key: 'people',
      label: '人员的指定与回避',
      children: (
        <>
          <AssignedBy id={element.id} task={task} />
          <FormEffects task={task} change={change} />
          <ApartWords id={element.id} />
        </>
      ),
    },
    { key: 'readers', label: '办结后抄送', children: <Circulation task={task} change={change} /> },
    { key: 'more', label: '高级', children: <Advanced element={element} task={task} step={step} change={change} /> },
  ]
}

/** Who gets the case to read when the step is done. */
function Circulation({ task, change }: Pick<PartProps, 'task' | 'change'>) {
  const { readOnly } = useDesk()
  const { circulate } = task
  return (
    <>
      <p className="lianban-field-help">这一步办完后,下列人员可以查看办件</p>
      <ReadersField
        label="抄送对象"
        value={circulate}
        onChange={(readers) => change({ circulate: readers && { ...circulate, ...readers } })}
      />
      {circulate && (
        <Field label="抄送时附言">
          {(field) => (
            <CommitText
              id={field}
              value={circulate.note ?? ''}
              disabled={readOnly}
              onCommit={(text) =>
                change({ circulate: { posts: circulate.posts, users: circulate.users, ...(text.trim() && { note: text.trim() }) } })
              }
            />
          )}
        </Field>
      )}
    </>
  )
}

/** `限 3 个工作日`, checked against what is promised while it is typed; or no limit. */
function StepLimit({ element, step }: { element: Moddle; step: StepLike | undefined }) {
  const { matter, readOnly, run } = useDesk()
  const id = element.id
  const set = (change: Partial<StepLike>) =>
    void run((draft) => editTask(draft, id, changeStep(draft.matter, id, titleOf(element), change)))
  if (!step)
    return (
      <Choice
        inline
        label="是否限时"
        value="no"
        options={[
          { value: 'no', label: '不限时' },
          { value: 'yes', label: '限时' },
        ]}
        disabled={readOnly}
        onChange={(value) => value === 'yes' && set({})}
      />
    )
  return (
    <>
      限
      <LengthField
        label="时限"
        value={step.limit}
        place="steps"
        disabled={readOnly}
        preview={(limit) => ({ ...matter, steps: changeStep(matter, id, step.name, { limit }).steps })}
        onChange={(limit) => set({ limit })}
      />
    </>
  )
}

const PHASES = [
  { value: 'intake', label: '受理' },
  { value: 'examination', label: '审查(计入承诺时限)' },
  { value: 'special', label: '特别程序(不计入时限)' },
  { value: 'delivery', label: '送达' },
] as const

/** What happens when the step is late: the county's rules remind and warn; a timer on its border leads on besides. */
function Overdue({ element }: { element: Moddle }) {
  const { model, matter, readOnly, run, select } = useDesk()
  const timers = [...model.elements.values()].filter(
    (event) =>
      event.get('attachedToRef') === element &&
      listOf(event, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:TimerEventDefinition'),
  )
  const timer = timers[0]
  const value = !timer ? 'rules' : timer.get('cancelActivity') === false ? 'beside' : 'instead'
  const canEdit = !readOnly && model.tree?.reasons.length === 0
  const change = (wanted: string | undefined) => {
    const unit = stepOf(matter, element.id)?.limit.unit ?? 'workday'
    const feel = stepOf(matter, element.id) ? stepDueDate(element.id, unit) : '=workdays(1)'
    if (timer && wanted !== 'rules')
      return void run((draft) => editModel(draft, (elements) => void elements.get(timer.id)?.set('cancelActivity', wanted === 'instead')))
    void run((draft) =>
      editTree(draft, (tree) => {
        if (timer) removeItem(tree, timer.id)
        return wanted === 'rules' ? {} : { select: addBoundaryTimer(tree, element.id, { feel, interrupting: wanted === 'instead' }) }
      }),
    ).then((id) => id && select(id))
  }
  const options = [
    { value: 'rules', label: '提醒、预警' },
    { value: 'beside', label: '提醒、预警,并另走一路' },
    { value: 'instead', label: '转走(如转上级)' },
  ]
  return <Choice inline label="超期怎么办" value={value} options={options} disabled={!canEdit} onChange={change} />
}

const VERBS: { value: Verb; label: string }[] = [
  { value: 'send-back', label: '退回' },
  { value: 'transfer', label: '转办' },
  { value: 'delegate', label: '委派' },
  { value: 'add-sign', label: '加签' },
  { value: 'recall', label: '撤回' },
]

function Advanced({ element, task, step, change }: PartProps) {
  const { matter, readOnly, run } = useDesk()
  const id = element.id
  const verbs = task.verbs ?? VERBS.map(({ value }) => value)
  const phase = step?.phase ?? newStep('', '').phase
  return (
    <>
      <Field label="所属阶段" help="只有审查阶段的环节合计不得超过承诺时限">
        {(field) => (
          <Choice
            id={field}
            value={phase}
            options={PHASES}
            disabled={readOnly || !step}
            onChange={(next) =>
              next && void run((draft) => editTask(draft, id, changeStep(draft.matter, id, titleOf(element), { phase: next })))
            }
          />
        )}
      </Field>
      <Field label="办理人还可以" help="按钮之外的操作,取消勾选即不允许">
        {() => (
          <div className="lianban-checks">
            {VERBS.map(({ value, label }) => (
              <label key={value}>
                <input
                  type="checkbox"
                  checked={verbs.includes(value)}
                  disabled={readOnly}
                  onChange={({ target }) =>
                    change({ verbs: VERBS.map((one) => one.value).filter((one) => (one === value ? target.checked : verbs.includes(one))) })
                  }
                />
                {label}
              </label>
            ))}
          </div>
        )}
      </Field>
      <Field label="手写签名" help="办理时在屏幕上签名">
        {(field) => (
          <Choice
            id={field}
            value={task.signature ?? 'none'}
            options={[
              { value: 'none', label: '不需要' },
              { value: 'optional', label: '可以签' },
              { value: 'required', label: '必须签' },
            ]}
            disabled={readOnly}
            onChange={(value) => change(value === 'none' ? { signature: undefined, signedBy: undefined } : { signature: value })}
          />
        )}
      </Field>
      {task.signature && (
        <Field label="由谁签名" help="不是办理人本人签名的,例如受送达人">
          {(field) => (
            <CommitText
              id={field}
              value={task.signedBy ?? ''}
              placeholder="办理人"
              disabled={readOnly}
              onCommit={(text) => change({ signedBy: text.trim() || undefined })}
            />
          )}
        </Field>
      )}
      {phase === 'special' && step && (
        <Field label="特别程序的名称" help="例如专家评审、听证">
          {(field) => (
            <CommitText
              id={field}
              value={step.special ?? ''}
              disabled={readOnly}
              onCommit={(text) =>
                void run((draft) => editTask(draft, id, changeStep(draft.matter, id, titleOf(element), { special: text.trim() || null })))
              }
            />
          )}
        </Field>
      )}
      {Boolean(matter.openedBy) && (
        <Field
          label="办理这一步时,办件的期限"
          help="交件单位补正、整改的环节停止计算:从打开这一步起停,办完恢复;许可事项只按行政许可法第四十五条停算"
        >
          {(field) => (
            <Choice
              id={field}
              value={task.stopsClock ? 'stops' : 'runs'}
              options={[
                { value: 'runs', label: '照常计算' },
                { value: 'stops', label: '停止计算' },
              ]}
              disabled={readOnly}
              onChange={(value) => change({ stopsClock: value === 'stops' || undefined })}
            />
          )}
        </Field>
      )}
      <div className="lianban-field-help">
        节点编号 <code>{id}</code>,供技术支持查找
      </div>
    </>
  )
}
