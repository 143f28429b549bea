import { CANCEL_REASONS, LIABILITY_ROLES, MEASURES } from '@lianban/processes/labels'
import { Button, Input, InputNumber, Modal, Segmented, Select } from 'antd'
import { useCallback, useState } from 'react'
import { supervisionApi, type CardDetail, type CardVerb } from '../../api/supervision.ts'
import type { UploadedFile } from '../../api/cases.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { dayText } from '../../time.ts'
import { EvidenceField } from './evidence-field.tsx'
import './supervision.css'

type Share = { name: string; role: string; percent: number }

interface State {
  choice: string
  reasonCode: string
  text: string
  files: UploadedFile[]
  shares: Share[]
  measure: string
}

interface Props {
  card: CardDetail
  verb: CardVerb
  title: string
  onCancel: () => void
  onDone: () => void
}

const optionsOf = (texts: Record<string, string>) => Object.entries(texts).map(([value, label]) => ({ value, label }))

/** What each verb asks for, what it does, and the deed it is sent as. */
const CHOICES: Partial<Record<CardVerb, { value: string; label: string }[]>> = {
  verify: [
    { value: 'confirm', label: '同意发牌' },
    { value: 'reject', label: '不予发牌' },
  ],
  reply: [
    { value: 'explain', label: '说明情况' },
    { value: 'rectify', label: '整改回复' },
  ],
  review: [
    { value: 'uphold', label: '维持' },
    { value: 'return', label: '打回补充' },
    { value: 'escalate', label: '上报' },
    { value: 'cancel', label: '撤销' },
  ],
}
const DEEDS: Record<CardVerb, string> = {
  verify: 'verification',
  sign: 'signature',
  reply: 'reply',
  appeal: 'appeal',
  review: 'review',
  liability: 'liability',
  withdraw: 'withdrawal',
}
const CONSEQUENCES: Record<CardVerb, string> = {
  verify: '同意后立即发牌,被监察单位会收到通知;不同意则归档。',
  sign: '',
  reply: '回复后交监察人员审核,审核前不能再改。',
  appeal: '申诉只能提出一次,交监察人员审核。',
  review: '撤销的监察牌计数但不扣分;打回后重新计算回复期限;上报由另一人审定。',
  liability: '认定后归档,责任比例合计为 100%。',
  withdraw: '撤销后不扣分,但监察牌和理由永久保留。',
}

function bodyOf(verb: CardVerb, state: State): unknown {
  const { choice, reasonCode, text, files, shares, measure } = state
  const fileIds = files.map(({ fileId }) => fileId)
  if (verb === 'verify') return { result: choice, text }
  if (verb === 'reply') return { kind: choice, text, fileIds }
  if (verb === 'appeal') return { text, fileIds }
  if (verb === 'review') return { result: choice, text, ...(choice === 'cancel' && { reasonCode }) }
  if (verb === 'liability') return { shares, measure, text }
  return { reasonCode, text }
}

/** One deed with a card: what it does, the words it is recorded with, evidence where there may be some. */
export function CardDialog({ card, verb, title, onCancel, onDone }: Props) {
  const choices = (CHOICES[verb] ?? []).filter(
    ({ value }) =>
      !(card.state === 'escalated' && (value === 'return' || value === 'escalate')) &&
      !(value === 'cancel' && !card.verbs.includes('withdraw')),
  )
  const [state, setState] = useState<State>({
    choice: choices[0]?.value ?? '',
    reasonCode: '',
    text: '',
    files: [],
    shares: [{ name: '', role: 'approver', percent: 100 }],
    measure: 'none',
  })
  const set = (change: Partial<State>) => setState((now) => ({ ...now, ...change }))
  const { run, busy, error } = useOnce(
    useCallback(() => supervisionApi.act(card.id, DEEDS[verb], bodyOf(verb, state)).then(() => true), [card.id, verb, state]),
  )
  const needsReason = verb === 'withdraw' || (verb === 'review' && state.choice === 'cancel')
  const wholeShares =
    verb !== 'liability' ||
    (state.shares.every(({ name }) => name.trim()) && state.shares.reduce((sum, { percent }) => sum + percent, 0) === 100)
  const whole = state.text.trim() !== '' && (!needsReason || state.reasonCode !== '') && wholeShares
  return (
    <Modal
      open
      title={`${title}:${card.title}`}
      okText={`确认${title}`}
      cancelText="取消"
      width={640}
      maskClosable={false}
      confirmLoading={busy}
      okButtonProps={{ disabled: !whole, danger: verb === 'withdraw' }}
      onCancel={onCancel}
      onOk={() => void run().then((ok) => ok && onDone())}
    >
      <ErrorNote error={error} />
      <div className="stack">
        <p className="quiet">
          {CONSEQUENCES[verb]}
          {verb === 'reply' &&
            card.replyDueAt !== null &&
            ` 回复期限 ${dayText(new Date(card.replyDueAt + 8 * 3_600_000).toISOString().slice(0, 10))}。`}
        </p>
        {choices.length > 0 && (
          <Segmented options={choices} value={state.choice} onChange={(choice) => set({ choice })} aria-label={title} />
        )}
        {needsReason && (
          <div>
            <label htmlFor="reason-code">撤销理由</label>
            <Select
              id="reason-code"
              style={{ width: '100%' }}
              placeholder="请选择"
              value={state.reasonCode || undefined}
              options={optionsOf(CANCEL_REASONS)}
              onChange={(reasonCode) => set({ reasonCode })}
            />
          </div>
        )}
        {verb === 'liability' && <Shares shares={state.shares} measure={state.measure} onChange={set} />}
        <div>
          <label htmlFor="card-text">{verb === 'reply' || verb === 'appeal' ? '情况和理由' : '意见'}</label>
          <Input.TextArea
            id="card-text"
            rows={4}
            maxLength={2000}
            value={state.text}
            onChange={(event) => set({ text: event.target.value })}
            data-testid="card-text"
          />
        </div>
        {(verb === 'reply' || verb === 'appeal') && <EvidenceField files={state.files} onChange={(files) => set({ files })} />}
      </div>
    </Modal>
  )
}

function Shares({
  shares,
  measure,
  onChange,
}: {
  shares: Share[]
  measure: string
  onChange: (change: { shares?: Share[]; measure?: string }) => void
}) {
  const put = (place: number, change: Partial<Share>) =>
    onChange({ shares: shares.map((share, index) => (index === place ? { ...share, ...change } : share)) })
  const sum = shares.reduce((total, { percent }) => total + percent, 0)
  return (
    <div role="group" aria-label="责任划分">
      {shares.map((share, place) => (
        <div key={place} className="share-row">
          <Input
            aria-label="责任人"
            placeholder="责任人姓名"
            value={share.name}
            maxLength={64}
            onChange={(event) => put(place, { name: event.target.value })}
          />
          <Select aria-label="身份" value={share.role} options={optionsOf(LIABILITY_ROLES)} onChange={(role) => put(place, { role })} />
          <InputNumber
            aria-label="责任比例"
            min={1}
            max={100}
            value={share.percent}
            addonAfter="%"
            onChange={(percent) => put(place, { percent: percent ?? 1 })}
          />
          <Button
            type="text"
            disabled={shares.length === 1}
            onClick={() => onChange({ shares: shares.filter((_, index) => index !== place) })}
          >
            移除
          </Button>
        </div>
      ))}
      <div className="spread">
        <Button
          size="small"
          disabled={shares.length >= 10}
          onClick={() => onChange({ shares: [...shares, { name: '', role: 'handler', percent: Math.max(1, 100 - sum) }] })}
        >
          增加责任人
        </Button>
        <span className={sum === 100 ? 'quiet' : 'field-problem'}>
          合计 {sum}%{sum !== 100 && ',应为 100%'}
        </span>
      </div>
      <div className="gap-above">
        <label htmlFor="measure">处理</label>
        <Select
          id="measure"
          style={{ width: '100%' }}
          value={measure}
          options={optionsOf(MEASURES)}
          onChange={(value) => onChange({ measure: value })}
        />
      </div>
    </div>
  )
}
