import { Alert, Button, Modal, Radio } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { api } from '../../api/api.ts'
import { newKey } from '../../api/new-key.ts'
import type { BatchAnswer, BatchOffer } from '../../api/tasks.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { BatchItems } from './batch-items.tsx'
import { CommonOpinion } from './common-opinion.tsx'
import './batch.css'

interface Props {
  offer: BatchOffer
  /** @param done how many were done */
  onClose: (done: number) => void
}

/** Several tasks of one step at once 批量办理: one action, an opinion for each, and for each what became of it. */
export function BatchDialog({ offer, onClose }: Props) {
  const allowed = offer.items.filter((item) => item.allowed)
  const only = offer.actions.length === 1 ? offer.actions[0]!.key : null
  const [actionKey, setActionKey] = useState(allowed.length > 0 ? only : null)
  const [opinions, setOpinions] = useState<Record<string, string>>({})
  const [answers, setAnswers] = useState<Record<string, BatchAnswer>>({})
  const [asked, setAsked] = useState(false)
  // Each task keeps its key: a repeat after a lost answer is the same request to the server.
  const [keys] = useState(() => Object.fromEntries(offer.items.map(({ taskId }) => [taskId, newKey()])))
  const action = offer.actions.find(({ key }) => key === actionKey)
  const pending = allowed.filter(({ taskId }) => !answers[taskId]?.done)
  const done = allowed.length - pending.length
  const isUnwritten = (taskId: string) => action?.opinion === 'required' && !opinions[taskId]?.trim()

  const sending = useAttempt(async (key: string) => {
    const items = pending.map(({ taskId }) => ({
      taskId,
      opinion: opinions[taskId]?.trim() || undefined,
      idempotencyKey: keys[taskId]!,
    }))
    const answer = await api.completeBatch(key, items)
    setAnswers((now) => ({ ...now, ...Object.fromEntries(answer.items.map((item) => [item.taskId, item])) }))
  })
  const confirm = async () => {
    setAsked(true)
    if (!action || pending.length === 0 || pending.some(({ taskId }) => isUnwritten(taskId))) return
    if (await sending.run(action.key)) setAsked(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void confirm()
  }
  return (
    <Modal
      open
      title={offer.stepName ? `批量办理:${offer.stepName}` : '批量办理'}
      width={760}
      centered
      className="batch-dialog"
      maskClosable={false}
      closable={!sending.busy}
      onCancel={() => onClose(done)}
      wrapProps={{ onKeyDown }}
      footer={
        <>
          <Button disabled={sending.busy} onClick={() => onClose(done)} data-testid="close-batch">
            {done > 0 ? '关闭' : '取消'}
          </Button>
          {action && pending.length > 0 && (
            <Button
              type="primary"
              danger={action.kind === 'danger'}
              loading={sending.busy}
              onClick={() => void confirm()}
              data-testid="confirm-batch"
            >
              确认{action.label} {pending.length} 件
            </Button>
          )}
        </>
      }
    >
      <ErrorNote error={sending.error} />
      <Outcome answers={Object.values(answers)} />
      <Refused items={offer.items.filter((item) => !item.allowed)} />
      {allowed.length > 0 && offer.actions.length === 0 && (
        <Alert type="warning" showIcon className="gap-below" message="所选任务没有可以一起采取的动作,请逐件办理" />
      )}
      {offer.actions.length > 0 && pending.length > 0 && (
        <div className="gap-below">
          <div id="batch-action">办理结果</div>
          <Radio.Group
            value={actionKey}
            onChange={({ target }) => setActionKey(target.value as string)}
            disabled={sending.busy}
            aria-labelledby="batch-action"
          >
            {offer.actions.map(({ key, label }) => (
              <Radio key={key} value={key} data-testid={`batch-${key}`}>
                {label}
              </Radio>
            ))}
          </Radio.Group>
        </div>
      )}
      {action && pending.length > 0 && <Next action={action} all={pending.map((item) => nextText(item, action))} />}
      {action && action.opinion !== 'none' && pending.length > 1 && (
        <CommonOpinion
          action={action}
          disabled={sending.busy}
          onFill={(change) =>
            setOpinions((now) => ({ ...now, ...Object.fromEntries(pending.map(({ taskId }) => [taskId, change(now[taskId] ?? '')])) }))
          }
        />
      )}
      <BatchItems
        items={allowed}
        action={action}
        answers={answers}
        opinions={opinions}
        nextOf={new Set(pending.map((item) => nextText(item, action))).size > 1 ? (item) => nextText(item, action) : undefined}
        disabled={sending.busy}
        isMissing={(taskId) => asked && isUnwritten(taskId)}
        onChange={(taskId, text) => setOpinions((now) => ({ ...now, [taskId]: text }))}
      />
    </Modal>
  )
}

/** How many were done and how many not, once there is an answer. */
function Outcome({ answers }: { answers: BatchAnswer[] }) {
  if (answers.length === 0) return null
  const done = answers.filter((answer) => answer.done).length
  const failed = answers.length - done
  return (
    <Alert
      className="gap-below"
      role="status"
      type={failed > 0 ? 'warning' : 'success'}
      showIcon
      message={failed > 0 ? `已办理 ${done} 件,${failed} 件没有办理,原因见各件` : `已办理 ${done} 件`}
      data-testid="batch-outcome"
    />
  )
}

/** Which of the ticked ones are left out and why. */
function Refused({ items }: { items: BatchOffer['items'] }) {
  if (items.length === 0) return null
  return (
    <Alert
      className="gap-below"
      type="info"
      message={`${items.length} 件不能一起办理`}
      description={
        <ul className="plain-list">
          {items.map(({ taskId, caseNo, applicantName, reason }) => (
            <li key={taskId}>
              {applicantName ? `${applicantName} ${caseNo ?? ''}:` : ''}
              {reason}
            </li>
          ))}
        </ul>
      }
      data-testid="batch-refused"
    />
  )
}

/** What follows: said once where it is the same for all, else with each of them. */
function Next({ action, all }: { action: BatchOffer['actions'][number]; all: readonly string[] }) {
  const [first, ...more] = new Set(all)
  return (
    <>
      <p>
        <span className="quiet">下一环节</span> {more.length === 0 ? first : '各件不同,见下'}
      </p>
      {action.consequence && (
        <Alert className="gap-below" type={action.kind === 'danger' ? 'warning' : 'info'} message={action.consequence} />
      )}
    </>
  )
}

/** Step and people in one line. */
function nextText({ next }: BatchOffer['items'][number], action: { key: string } | undefined): string {
  const hop = action && next[action.key]
  return hop ? [hop.nextStep, hop.nextPeople].filter((part) => part !== '').join(' · ') : ''
}
