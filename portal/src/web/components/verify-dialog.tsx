import { App, DatePicker, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { Paper } from '../api/cases.ts'
import { useAttempt } from '../hooks/use-attempt.ts'
import { ErrorNote } from './error-note.tsx'

/** A clerk saw the original of an upload; the day until which the paper says it is valid goes on record with it. */
export function VerifyDialog({ file, onClose, onDone }: { file: Paper; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [until, setUntil] = useState<Dayjs | null>(null)
  const { run, busy, error } = useAttempt(() => api.verifyOriginal(file.fileId, until ? until.format('YYYY-MM-DD') : undefined))
  const send = async () => {
    if (!(await run())) return
    message.success('已登记为“已核原件”')
    onDone()
  }
  return (
    <Modal
      open
      title="核对原件"
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void send()}
      okText="与原件一致"
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'confirm-verify' }}
    >
      <ErrorNote error={error} />
      <p className="break">“{file.name}”与申请人出示的原件一致。登记后这份材料成为 B 级,申请人办理其他事项时可以直接复用。</p>
      <label htmlFor="valid-until">证件有效期至</label> <span className="quiet">(长期有效的可不填)</span>
      <div className="gap-below">
        <DatePicker id="valid-until" value={until} onChange={setUntil} placeholder="选择日期" />
      </div>
    </Modal>
  )
}
