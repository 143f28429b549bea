import { isLeader, type Person } from '@lianban/processes/try-out'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from './reason-dialog.tsx'
import type { Trial } from './use-try-out.ts'

type Asking =
  | { kind: 'debt'; key: string; name: string }
  | { kind: 'extension' }
  | { kind: 'suspension' }
  | { kind: 'external'; elementId: string; name: string }

/** What the organ may do beside its tasks, and what comes in from other systems. */
export function OfficeOffers({ trial, role }: { trial: Trial; role: Person }) {
  const { extension, suspensionEnd, messages, externals, settle } = trial.view.offers
  const waivable = isLeader(trial.session, role) ? settle : []
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  if (!extension && !suspensionEnd && messages.length === 0 && externals.length === 0 && waivable.length === 0) return null
  return (
    <div className="try-out-actions try-out-beside">
      {extension && <Button onClick={() => setAsking({ kind: 'extension' })}>申请延期</Button>}
      {suspensionEnd && <Button onClick={() => setAsking({ kind: 'suspension' })}>特别程序结束</Button>}
      {waivable.map(({ key, name }) => (
        <Button key={key} onClick={() => setAsking({ kind: 'debt', key, name })}>
          免交{name}
        </Button>
      ))}
      {messages.map((name) => (
        <Button key={name} onClick={() => trial.perform({ type: 'message', name, variables: {} })}>
          收到消息“{name}”
        </Button>
      ))}
      {externals.map(({ elementId, name }) => (
        <Button key={elementId} onClick={() => setAsking({ kind: 'external', elementId, name })}>
          其他系统办结“{name}”
        </Button>
      ))}
      {asking?.kind === 'debt' && (
        <ReasonDialog
          title={`免交${asking.name}`}
          label="免交的理由"
          onCancel={close}
          onConfirm={(reason) => trial.perform({ type: 'waive-debt', as: role.id, material: asking.key, reason }) && close()}
        />
      )}
      {asking?.kind === 'extension' && (
        <ReasonDialog
          title="申请延期"
          label="延期的理由"
          onCancel={close}
          onConfirm={(reasons) => trial.perform({ type: 'request-extension', as: role.id, reasons }) && close()}
        />
      )}
      {asking?.kind === 'suspension' && (
        <ReasonDialog
          title="特别程序结束"
          label="特别程序的结果"
          onCancel={close}
          onConfirm={(result) => trial.perform({ type: 'end-suspension', as: role.id, result }) && close()}
        />
      )}
      {asking?.kind === 'external' && <ExternalDialog trial={trial} {...asking} onClose={close} />}
    </div>
  )
}

/** What another system hands back, as variables. */
function ExternalDialog({ trial, elementId, name, onClose }: { trial: Trial; elementId: string; name: string; onClose: () => void }) {
  const [text, setText] = useState('{}')
  const [wrong, setWrong] = useState(false)
  const confirm = () => {
    try {
      const variables: unknown = JSON.parse(text)
      if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return setWrong(true)
      if (trial.perform({ type: 'external', elementId, variables: variables as Record<string, never> })) onClose()
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      setWrong(true)
    }
  }
  return (
    <Modal open title={`其他系统办结“${name}”`} okText="办结" cancelText="取消" onCancel={onClose} onOk={confirm}>
      <label className="try-out-opinion">
        <span>返回的变量(JSON 对象)</span>
        <Input.TextArea rows={4} value={text} status={wrong ? 'error' : undefined} onChange={({ target }) => setText(target.value)} />
      </label>
      {wrong && <p className="field-problem">应为 JSON 对象,例如 {'{"approved": true}'}</p>}
    </Modal>
  )
}
