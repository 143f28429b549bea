import { FormView } from '@lianban/forms/react'
import type { ActionChoice, Person, TaskShown } from '@lianban/processes/try-out'
import { EllipsisOutlined } from '@ant-design/icons'
import { Button, Collapse, Dropdown, Input } from 'antd'
import { useId, useRef, useState } from 'react'
import { momentText } from '../../../time.ts'
import { orderedActions } from '../../clerk/ordered-actions.ts'
import { TaskVerbsPanel } from '../../../verbs/task-verbs.tsx'
import { ActionDialog, type Asked } from './action-dialog.tsx'
import { formProblems } from './problem.ts'
import { TryOutForm, type TryOutFormHandle } from './try-out-form.tsx'
import type { Trial } from './use-try-out.ts'

interface Props {
  trial: Trial
  task: TaskShown
  role: Person
}

/** One task: what the step sees of the application, its form, an opinion and its actions. */
export function TaskWork({ trial, task, role }: Props) {
  const form = useRef<TryOutFormHandle>(null)
  const [opinion, setOpinion] = useState('')
  const [asking, setAsking] = useState<{ action: ActionChoice; form: Record<string, unknown> | undefined } | null>(null)
  const [unwritten, setUnwritten] = useState<ActionChoice | null>(null)
  const opinionId = useId()
  const { shown, rest } = orderedActions(task.actions)
  const refusal = task.takers.find(({ person }) => person.id === role.id)?.refusal ?? null

  const act = (action: ActionChoice, given: Record<string, unknown> | undefined, asked: Asked = {}): boolean =>
    trial.perform({
      ...{ type: 'act', elementId: task.elementId, as: role.id, action: action.key },
      ...(given && { form: given }),
      ...asked,
      ...(action.opinion !== 'none' && opinion.trim() !== '' && { opinion }),
    })
  const choose = (action: ActionChoice) => {
    const asksForm = task.form !== null && !action.withoutForm
    const values = asksForm ? form.current?.check() : undefined
    if (values === null) return
    const isUnwritten = action.opinion === 'required' && opinion.trim() === ''
    setUnwritten(isUnwritten ? action : null)
    if (isUnwritten) return void document.getElementById(opinionId)?.focus()
    if (action.fields || action.signature !== 'none') setAsking({ action, form: values })
    else act(action, values)
  }

  return (
    <article data-testid={`task-${task.elementId}`}>
      <h3 className="try-out-step">
        {task.name}
        {task.dueAt !== null && <span className="quiet">{momentText(task.dueAt)} 前</span>}
      </h3>
      {refusal !== null && <p className="field-problem">{refusal}</p>}
      {refusal === null && (
        <TaskVerbsPanel
          taskId={task.id}
          caseId={trial.session.state.file!.id}
          offered={task.offered}
          reload={() => undefined}
          onLeft={() => undefined}
        />
      )}
      <Collapse
        size="small"
        className="gap-below"
        items={[{ key: 'application', label: '申请表', children: <FormView {...task.application} /> }]}
      />
      {task.answer === null && task.form && (
        <TryOutForm ref={form} session={trial.session} shown={task.form} problems={formProblems(trial.problem)} />
      )}
      {task.actions.some(({ opinion: asked }) => asked !== 'none') && (
        <div className="try-out-opinion">
          <label htmlFor={opinionId}>办理意见</label>
          <Input.TextArea
            id={opinionId}
            rows={2}
            maxLength={2000}
            value={opinion}
            status={unwritten ? 'error' : undefined}
            aria-describedby={`${opinionId}-problem`}
            onChange={({ target }) => setOpinion(target.value)}
            data-testid="try-out-opinion"
          />
          <span id={`${opinionId}-problem`} className="field-problem" role="alert">
            {unwritten && `选择“${unwritten.label}”必须写明意见或理由`}
          </span>
        </div>
      )}
      <div className="try-out-actions">
        {rest.length > 0 && (
          <Dropdown
            trigger={['click']}
            placement="topLeft"
            menu={{
              items: rest.map((action) => ({
                key: action.key,
                danger: action.kind === 'danger',
                disabled: refusal !== null,
                label: <span data-testid={`act-${action.key}`}>{action.label}</span>,
                onClick: () => choose(action),
              })),
            }}
          >
            <Button icon={<EllipsisOutlined />} data-testid="try-out-more">
              更多
            </Button>
          </Dropdown>
        )}
        {shown.map((action) => (
          <Button
            key={action.key}
            type={action.kind === 'primary' ? 'primary' : 'default'}
            danger={action.kind === 'danger'}
            disabled={refusal !== null}
            title={action.consequence}
            onClick={() => choose(action)}
            data-testid={`act-${action.key}`}
          >
            {action.label}
          </Button>
        ))}
      </div>
      {asking && (
        <ActionDialog
          key={asking.action.key}
          trial={trial}
          action={asking.action}
          onCancel={() => setAsking(null)}
          onConfirm={(given) => act(asking.action, asking.form, given) && setAsking(null)}
        />
      )}
    </article>
  )
}
