import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { registersApi, type RegisterEntry } from '../../api/registers.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

/** Voids a number: it says what follows, and asks for the reason that will be recorded. */
export function VoidDialog({ entry, onClose, onDone }: { entry: RegisterEntry; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const { run, busy, error } = useAttempt(async () => {
    await registersApi.void({ kind: entry.kind, number: entry.number, reason })
  })
  const send = async () => {
    if (!(await run())) return
    message.success('编号已作废,登记簿保留该号')
    onDone()
    onClose()
  }
  return (
    <Modal
      open
      title={`作废编号 ${entry.number}`}
      okText="确认作废"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={busy}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' }}
      onCancel={onClose}
      onOk={() => void send()}
    >
      <ErrorNote error={error} />
      <p>
        作废后该号保留在登记簿中,不再发出;公众扫码核验{entry.document ? `《${entry.document.name}》` : ''}
        时显示“编号已作废”。作废不能撤销,将记入监察日志。
      </p>
      <label htmlFor="void-reason">作废理由(必填)</label>
      <Input.TextArea
        id="void-reason"
        className="void-reason"
        rows={3}
        maxLength={500}
        showCount
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        placeholder="例如:打印损毁,已另行出具"
      />
    </Modal>
  )
}
