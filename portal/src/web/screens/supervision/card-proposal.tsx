import { COLOUR_TEXTS } from '@lianban/processes/labels'
import { Input, Modal, Segmented } from 'antd'
import { useCallback, useState } from 'react'
import { supervisionApi } from '../../api/supervision.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { OrganField } from './organ-field.tsx'
import './supervision.css'

const SOURCES = [
  { value: 'manual', label: '人工发现' },
  { value: 'complaint', label: '投诉' },
]
/** Colours to choose from, mildest first. */
export const COLOURS = Object.entries(COLOUR_TEXTS).map(([value, label]) => ({ value, label }))

/** A card that a person wants given; it is issued once another person has checked it. */
export function CardProposal({ onCancel, onDone }: { onCancel: () => void; onDone: (id: string) => void }) {
  const [form, setForm] = useState({ source: 'manual', colour: 'yellow', organId: '', caseNo: '', title: '', text: '', basis: '' })
  const set = (change: Partial<typeof form>) => setForm((now) => ({ ...now, ...change }))
  const work = useCallback(() => supervisionApi.propose({ ...form, caseNo: form.caseNo.trim() || undefined }), [form])
  const { run, busy, error } = useOnce(work)
  const whole = form.organId && form.title.trim() && form.text.trim() && form.basis.trim()
  return (
    <Modal
      open
      title="提出发牌"
      okText="提出,交他人核对"
      cancelText="取消"
      width={640}
      confirmLoading={busy}
      okButtonProps={{ disabled: !whole }}
      maskClosable={false}
      onCancel={onCancel}
      onOk={() => void run().then((made) => made && onDone(made.id))}
    >
      <ErrorNote error={error} />
      <div className="stack">
        <p className="quiet">人工发牌须由另一人核对后才会发出。提出人、核对人和理由都会记入监察日志。</p>
        <div className="row">
          <Segmented options={SOURCES} value={form.source} onChange={(source) => set({ source })} aria-label="来源" />
          <Segmented options={COLOURS} value={form.colour} onChange={(colour) => set({ colour })} aria-label="牌色" />
        </div>
        <OrganField value={form.organId} onChange={(organId) => set({ organId })} />
        <Field id="caseNo" label="办件编号(可不填)" value={form.caseNo} onChange={(caseNo) => set({ caseNo })} />
        <Field id="title" label="情形" value={form.title} onChange={(title) => set({ title })} placeholder="窗口空岗" />
        <Field id="text" label="事实" value={form.text} onChange={(text) => set({ text })} rows={3} />
        <Field id="basis" label="依据" value={form.basis} onChange={(basis) => set({ basis })} />
      </div>
    </Modal>
  )
}

interface FieldProps {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  rows?: number
  placeholder?: string
}

/** A labelled line or, with `rows`, a text of several lines. */
export function Field({ id, label, value, onChange, rows, placeholder }: FieldProps) {
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {rows ? (
        <Input.TextArea
          id={id}
          value={value}
          rows={rows}
          maxLength={2000}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input id={id} value={value} maxLength={500} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />
      )}
    </div>
  )
}
