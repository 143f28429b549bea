import { APPEAL_GROUNDS, RATING_GRADES, ratingGradeText } from '@lianban/processes/labels'
import { Checkbox, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import type { UploadedFile } from '../../api/cases.ts'
import { ratingApi, type FollowUpDetail, type FollowUpVerb } from '../../api/ratings.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { EvidenceField } from '../supervision/evidence-field.tsx'
import './ratings.css'

export const VERB_NAMES: Record<FollowUpVerb, string> = {
  contact: '登记联系核实',
  rectify: '报告整改',
  appeal: '申诉',
  review: '复核',
  revisit: '登记回访',
}
const DEEDS: Record<FollowUpVerb, string> = {
  contact: 'contact',
  rectify: 'rectification',
  appeal: 'appeal',
  review: 'review',
  revisit: 'revisit',
}

interface State {
  choice: string
  text: string
  note: string
  grade: number | null
  complex: boolean
  complexReason: string
  files: UploadedFile[]
}

interface Choice {
  value: string
  label: string
  /** What will happen next. */
  next: string
}

/** What each verb offers, with what comes of it. */
function choicesOf(item: FollowUpDetail, verb: FollowUpVerb): Choice[] {
  if (verb === 'contact')
    return [
      { value: 'founded', label: '属实', next: `交${item.organName}整改,期限从下一个工作日起算。` },
      { value: 'unfounded', label: '不属实', next: '交另一人复核,复核后才不计入。' },
      { value: 'mistaken', label: '评价人称误评', next: '交另一人复核,原评价保留。' },
    ]
  if (verb === 'review')
    return [
      { value: 'uphold', label: '维持评价', next: `交${item.organName}整改,期限从下一个工作日起算。` },
      item.reviewOf === 'mistaken'
        ? {
            value: 'regrade',
            label: `更正为${ratingGradeText(item.proposedGrade ?? 0)}`,
            next: `按${ratingGradeText(item.proposedGrade ?? 0)}统计,原评价${ratingGradeText(item.grade)}保留,整改件办结。`,
          }
        : { value: 'dismiss', label: '不计入', next: '该评价保留,但不计入统计,整改件办结。' },
    ]
  if (verb === 'revisit')
    return [
      { value: 'resolved', label: '整改到位', next: '整改件办结。' },
      ...(item.mayAgain ? [{ value: 'again', label: '再次整改', next: `交${item.organName}再次整改,只有一次。` }] : []),
      { value: 'unresolved', label: '仍不满意', next: '整改件办结,告知主管和纪检监察,转督办。' },
    ]
  if (verb === 'appeal') return Object.entries(APPEAL_GROUNDS).map(([value, label]) => ({ value, label, next: APPEAL_NEXT }))
  return []
}
const APPEAL_NEXT = '由其他单位的人员复核。对同一评价只能申诉一次,申诉期间整改期限停止,维持评价的重新起算。'
const RECTIFY_NEXT = '由回访专员回访评价人;评价人仍不满意的,可能退回再次整改。'

/** The rated organ is sent to put right by this deed: then it may have the longer limit. */
const sendsToOrgan = (choice: string): boolean => ['founded', 'uphold', 'again'].includes(choice)

function bodyOf(verb: FollowUpVerb, state: State): unknown {
  const { choice, text, note, grade, complex, complexReason, files } = state
  const fileIds = files.map(({ fileId }) => fileId)
  const longer = complex && sendsToOrgan(choice) ? { complexReason: complexReason.trim() } : {}
  if (verb === 'rectify') return { text, fileIds }
  if (verb === 'appeal') return { ground: choice, text, fileIds }
  if (verb === 'review') return { result: choice, text, ...longer }
  return { result: choice, text, ...(note.trim() && { note }), ...longer, ...(choice === 'mistaken' && { grade }) }
}

function missingOf(verb: FollowUpVerb, state: State): string | null {
  if (state.text.trim() === '') return '请填写情况'
  if (state.complex && sendsToOrgan(state.choice) && state.complexReason.trim() === '') return '请填写需要十五个工作日的理由'
  if (state.choice === 'mistaken' && state.grade === null) return '请选择评价人原本要给的等级'
  if (verb === 'appeal' && state.files.length === 0) return '申诉必须附佐证材料'
  return null
}

/** One deed with a follow-up: what comes of it, the words it is recorded with, evidence where there is some. */
export function FollowUpDialog({
  item,
  verb,
  onCancel,
  onDone,
}: {
  item: FollowUpDetail
  verb: FollowUpVerb
  onCancel: () => void
  onDone: () => void
}) {
  const choices = choicesOf(item, verb)
  const [asked, setAsked] = useState(false)
  const [state, setState] = useState<State>({
    choice: choices[0]?.value ?? '',
    text: '',
    note: '',
    grade: null,
    complex: false,
    complexReason: '',
    files: [],
  })
  const set = (change: Partial<State>) => setState((now) => ({ ...now, ...change }))
  const { run, busy, error } = useOnce(async () => {
    await ratingApi.act(item.id, DEEDS[verb], bodyOf(verb, state))
    return true
  })
  const problem = missingOf(verb, state)
  const confirm = async () => {
    setAsked(true)
    if (problem === null && (await run())) onDone()
  }
  const byDesk = verb === 'contact' || verb === 'revisit'
  return (
    <Modal
      open
      title={VERB_NAMES[verb]}
      okText={`确认${VERB_NAMES[verb].replace('登记', '')}`}
      cancelText="取消"
      width={640}
      maskClosable={false}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => void confirm()}
    >
      <ErrorNote error={error} />
      <div className="stack">
        {choices.length > 0 && (
          <Radio.Group
            className="follow-up-choice"
            value={state.choice}
            onChange={({ target }) => set({ choice: target.value as string })}
            aria-label={VERB_NAMES[verb]}
            options={choices.map(({ value, label }) => ({ value, label }))}
          />
        )}
        <p className="quiet">{choices.find(({ value }) => value === state.choice)?.next ?? RECTIFY_NEXT}</p>
        {state.choice === 'mistaken' && <MeantGrade item={item} grade={state.grade} onChange={(grade) => set({ grade })} />}
        <div>
          <label htmlFor="follow-up-text">{byDesk ? '情况(被评价单位可以看到,不写评价人的信息)' : '情况和理由'}</label>
          <Input.TextArea
            id="follow-up-text"
            rows={4}
            maxLength={2000}
            value={state.text}
            onChange={({ target }) => set({ text: target.value })}
            data-testid="follow-up-text"
          />
        </div>
        {byDesk && (
          <div>
            <label htmlFor="follow-up-note">备注(选填,被评价单位看不到)</label>
            <Input.TextArea
              id="follow-up-note"
              rows={2}
              maxLength={2000}
              value={state.note}
              onChange={({ target }) => set({ note: target.value })}
            />
          </div>
        )}
        {sendsToOrgan(state.choice) && (
          <div>
            <Checkbox checked={state.complex} onChange={({ target }) => set({ complex: target.checked })}>
              情况复杂,整改期限十五个工作日(一般五个工作日)
            </Checkbox>
            {state.complex && (
              <Input
                aria-label="情况复杂的理由"
                placeholder="理由"
                maxLength={500}
                value={state.complexReason}
                onChange={({ target }) => set({ complexReason: target.value })}
              />
            )}
          </div>
        )}
        {(verb === 'rectify' || verb === 'appeal') && (
          <EvidenceField files={state.files} onChange={(files) => set({ files })} required={verb === 'appeal'} />
        )}
        {asked && problem !== null && (
          <div className="field-problem" role="alert">
            {problem}
          </div>
        )}
      </div>
    </Modal>
  )
}

function MeantGrade({ item, grade, onChange }: { item: FollowUpDetail; grade: number | null; onChange: (grade: number) => void }) {
  return (
    <div>
      <label htmlFor="meant-grade">评价人原本要给的等级</label>
      <Select
        id="meant-grade"
        style={{ width: '100%' }}
        placeholder="请选择"
        value={grade ?? undefined}
        options={RATING_GRADES.filter(({ value }) => value !== item.grade).map(({ value, label }) => ({ value, label }))}
        onChange={onChange}
      />
    </div>
  )
}
