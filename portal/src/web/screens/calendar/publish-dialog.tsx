import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import { calendarApi, type CalendarContent, type DryRun, type WorkCalendar } from '../../api/calendar.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'

interface Props {
  base: WorkCalendar
  content: CalendarContent
  run: DryRun
  onCancel: () => void
  onPublished: (version: number, toRedate: number) => void
}

/** The second confirmation, in words: on which ground, and the words that nobody types by accident. */
export function PublishDialog({ base, content, run, onCancel, onPublished }: Props) {
  const [source, setSource] = useState('')
  const [reason, setReason] = useState('')
  const [confirmation, setConfirmation] = useState('')
  const sending = useAttempt(async () => {
    const { version, toRedate } = await calendarApi.publish({ content, source, reason, baseVersion: base.version, confirmation })
    onPublished(version, toRedate)
  })
  const isReady = source.trim() && reason.trim() && confirmation.trim() === base.confirmation
  return (
    <Modal
      open
      title={`发布第 ${base.version + 1} 版工作日历`}
      okText="发布"
      cancelText="取消"
      okButtonProps={{ danger: true, disabled: !isReady }}
      confirmLoading={sending.busy}
      maskClosable={false}
      onCancel={onCancel}
      onOk={() => void sending.run()}
    >
      <ErrorNote error={sending.error} />
      <Alert
        type="warning"
        showIcon
        className="gap-below"
        message={`立即生效,${run.changedCases} 件在办件的期限随之改变`}
        description="每一件都会记入监察日志,并通知正在办理的人员;发布后不能撤回,只能再发布新的版本。"
      />
      <label htmlFor="calendar-source">依据(通知或命令的名称、文号)</label>
      <Input id="calendar-source" className="gap-below" maxLength={500} value={source} onChange={({ target }) => setSource(target.value)} />
      <label htmlFor="calendar-reason">事由</label>
      <Input id="calendar-reason" className="gap-below" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      <label htmlFor="calendar-confirmation">
        请填写“<b>{base.confirmation}</b>”确认
      </label>
      <Input
        id="calendar-confirmation"
        autoComplete="off"
        value={confirmation}
        onChange={({ target }) => setConfirmation(target.value)}
        data-testid="calendar-confirmation"
      />
    </Modal>
  )
}
