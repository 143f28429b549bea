import { Alert, Button, Space, Tag } from 'antd'
import { useState } from 'react'
import type { Sign, TaskVerb, TaskVerbs } from '../api/verbs.ts'
import { DeedDialog } from '../components/deed-dialog.tsx'
import { useVerbDoor } from './door.ts'
import { ResolutionPanel, SignPanel } from './opinion-panels.tsx'
import { SIGN_KINDS } from './sign-kinds.ts'
import { TaskVerbDialog } from './task-dialogs.tsx'

const LABELS: Record<TaskVerb, string> = { 'send-back': '退回', transfer: '转办', delegate: '委派', 'add-sign': '加签' }
const STATES: Record<Sign['state'], { text: string; color: string }> = {
  planned: { text: '待您提交后办理', color: 'default' },
  open: { text: '办理中', color: 'processing' },
  passed: { text: '同意', color: 'success' },
  rejected: { text: '不同意', color: 'error' },
  removed: { text: '已减签', color: 'default' },
  canceled: { text: '已取消', color: 'default' },
}

interface Props {
  taskId: string
  caseId: string
  offered: TaskVerbs
  reload: () => void
  /** The task is gone from here. */
  onLeft: () => void
}

/** Beside the step's own actions: who else is asked, what came back, and the verbs that every approver expects. */
export function TaskVerbsPanel({ taskId, caseId, offered, reload, onLeft }: Props) {
  const [verb, setVerb] = useState<TaskVerb | null>(null)
  const { askedToSign, delegatedBy, sentBack, isHeld, signs, voters } = offered
  const hasList = signs.length > 0 || (voters !== null && voters.length > 0)
  if (offered.verbs.length === 0 && !askedToSign && !delegatedBy && !sentBack && !hasList) return null
  return (
    <section className="card" aria-label="审批动作" data-testid="task-verbs">
      {sentBack && (
        <Alert
          className="gap-below"
          type="warning"
          showIcon
          message={`由${sentBack.by}从“${sentBack.fromStep}”退回:${sentBack.reason}`}
          description={sentBack.mode === 'direct' ? '提交后直接送回退回人' : '提交后按流程重新流转'}
        />
      )}
      {isHeld && <Alert className="gap-below" type="info" showIcon message="您已作出决定,待加签人员办理后生效" />}
      {askedToSign && <SignPanel taskId={taskId} asked={askedToSign} onDone={onLeft} />}
      {delegatedBy && <ResolutionPanel taskId={taskId} asked={delegatedBy} onDone={onLeft} />}
      <SignList taskId={taskId} offered={offered} reload={reload} />
      {offered.verbs.length > 0 && (
        <Space wrap>
          {offered.verbs.map((one) => (
            <Button key={one} danger={one === 'send-back'} onClick={() => setVerb(one)} data-testid={`verb-${one}`}>
              {LABELS[one]}
            </Button>
          ))}
        </Space>
      )}
      {verb && (
        <TaskVerbDialog
          verb={verb}
          taskId={taskId}
          caseId={caseId}
          offered={offered}
          onCancel={() => setVerb(null)}
          onDone={() => {
            setVerb(null)
            if (verb === 'add-sign') reload()
            else onLeft()
          }}
        />
      )}
    </section>
  )
}

function SignList({ taskId, offered, reload }: Pick<Props, 'taskId' | 'offered' | 'reload'>) {
  const [removing, setRemoving] = useState<{ name: string; run: (reason: string) => Promise<unknown> } | null>(null)
  const { verbs } = useVerbDoor()
  const canRemove = offered.verbs.includes('add-sign')
  const { signs, voters } = offered
  if (signs.length === 0 && !voters?.length) return null
  return (
    <ul className="plain-list gap-below" data-testid="sign-list">
      {signs.map((sign) => (
        <li key={sign.id}>
          {SIGN_KINDS[sign.kind].label} {sign.personName} <Tag color={STATES[sign.state].color}>{STATES[sign.state].text}</Tag>
          {sign.opinion && <span className="quiet">{sign.opinion}</span>}
          {canRemove && (sign.state === 'open' || sign.state === 'planned') && (
            <Button
              type="link"
              size="small"
              onClick={() => setRemoving({ name: sign.personName, run: (reason) => verbs.removeSign(taskId, sign.id, reason) })}
            >
              减签
            </Button>
          )}
        </li>
      ))}
      {voters?.map((voter) => (
        <li key={voter.userId}>
          会签 {voter.name} <Tag>{voter.isPlanned ? '尚未轮到' : '待表决'}</Tag>
          {canRemove && (
            <Button
              type="link"
              size="small"
              onClick={() => setRemoving({ name: voter.name, run: (reason) => verbs.removeVoter(taskId, voter.userId, reason) })}
            >
              减签
            </Button>
          )}
        </li>
      ))}
      {removing && (
        <DeedDialog
          title="减签"
          consequence={`${removing.name}不再办理本环节;减签后重新判断本环节是否已经可以结束`}
          run={removing.run}
          onCancel={() => setRemoving(null)}
          onDone={() => {
            setRemoving(null)
            reload()
          }}
        />
      )}
    </ul>
  )
}
