import { App, Input, Modal } from 'antd'
import { useCallback, useState } from 'react'
import { deskApi } from '../../api/case-desk.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { PeopleSelect } from '../../components/people-select.tsx'

/** Sends a case round: to persons, and to all who hold a post. */
export function CirculateDialog({ caseId, onCancel, onDone }: { caseId: string; onCancel: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [to, setTo] = useState<string[]>([])
  const [note, setNote] = useState('')
  const work = useCallback(
    (key: string) => {
      const posts = to.filter((one) => one.startsWith('post ')).map((one) => one.split(' '))
      return deskApi.circulate(
        caseId,
        {
          to: {
            users: to.filter((one) => !one.startsWith('post ')),
            posts: posts.map(([, organId, post]) => ({ organId: organId!, post: post! })),
          },
          note: note.trim() || undefined,
        },
        key,
      )
    },
    [caseId, to, note],
  )
  const sending = useOnce(work)
  const send = async () => {
    const sent = await sending.run()
    if (!sent) return
    message.success(`已传阅给 ${sent.readers} 人`)
    onDone()
  }
  return (
    <Modal
      open
      title="传阅"
      okText="传阅"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={sending.busy}
      okButtonProps={{ disabled: to.length === 0 }}
      onOk={() => void send()}
      onCancel={onCancel}
    >
      <ErrorNote error={sending.error} />
      <p className="quiet">收到传阅的人可以查看、打印这件办件并写传阅意见,不参加办理。取消传阅后不能再看。</p>
      <label htmlFor="circulate-to">传阅给</label>
      <PeopleSelect id="circulate-to" caseId={caseId} value={to} onChange={setTo} withPosts />
      <label htmlFor="circulate-note" className="gap-above block-label">
        说明 <span className="quiet">(可不填)</span>
      </label>
      <Input.TextArea
        id="circulate-note"
        rows={3}
        maxLength={500}

        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </Modal>
  )
}
