import { CONTACT_TEXTS } from '@lianban/processes/labels'
import { Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { ratingApi } from '../../api/ratings.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { EMPTY_RATING, RatingForm } from './rating-form.tsx'

/** What a rater says on the telephone, written down by someone outside the rated organ; the applicant is told of it. */
export function PhoneDialog({ onCancel, onDone }: { onCancel: () => void; onDone: () => void }) {
  const [caseNo, setCaseNo] = useState('')
  const [contact, setContact] = useState('closing')
  const [draft, setDraft] = useState(EMPTY_RATING)
  const { run, busy, error } = useOnce(async () => {
    const { grade, tags, text } = draft
    await ratingApi.byPhone({ caseNo: caseNo.trim(), contact, grade, tags, ...(text.trim() && { text }) })
    return true
  })
  return (
    <Modal
      open
      title="登记电话评价"
      okText="登记评价"
      cancelText="取消"
      width={760}
      maskClosable={false}
      confirmLoading={busy}
      okButtonProps={{ disabled: caseNo.trim() === '' || draft.grade === null }}
      onCancel={onCancel}
      onOk={() => void run().then((ok) => ok && onDone())}
    >
      <ErrorNote error={error} />
      <div className="stack">
        <p className="quiet">按评价人在电话中所说登记,登记后不能修改,申请人会收到通知。</p>
        <div>
          <label htmlFor="phone-case">办件编号</label>
          <Input id="phone-case" maxLength={64} value={caseNo} onChange={({ target }) => setCaseNo(target.value)} />
        </div>
        <Segmented
          options={Object.entries(CONTACT_TEXTS).map(([value, label]) => ({ value, label }))}
          value={contact}
          onChange={setContact}
          aria-label="评价哪次服务"
        />
        <RatingForm draft={draft} onChange={setDraft} />
      </div>
    </Modal>
  )
}
