import { InputNumber, Modal, Segmented, Switch } from 'antd'
import { useCallback, useState } from 'react'
import { supervisionApi, type Colour, type RuleDefinition } from '../../api/supervision.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { COLOURS, Field } from './card-proposal.tsx'

interface Props {
  rule: RuleDefinition
  onCancel: () => void
  onDone: () => void
}

/** Proposes the next version of a rule; it comes into force when the auditor confirms it. */
export function RuleEditor({ rule, onCancel, onDone }: Props) {
  const [draft, setDraft] = useState(rule)
  const [parameters, setParameters] = useState(JSON.stringify(rule.parameters))
  const [reason, setReason] = useState('')
  const [malformed, setMalformed] = useState(false)
  const set = (change: Partial<RuleDefinition>) => setDraft((now) => ({ ...now, ...change }))
  const { run, busy, error } = useOnce(
    useCallback((_key: string, whole: RuleDefinition) => supervisionApi.proposeRule(whole, reason), [reason]),
  )
  const propose = () => {
    const parsed = parse(parameters)
    setMalformed(parsed === null)
    if (parsed) void run({ ...draft, parameters: parsed }).then((made) => made && onDone())
  }
  return (
    <Modal
      open
      title={`提出修改:${rule.id} ${rule.name}`}
      okText="提出,交纪委确认"
      cancelText="取消"
      width={720}
      confirmLoading={busy}
      okButtonProps={{ disabled: !reason.trim() }}
      maskClosable={false}
      onCancel={onCancel}
      onOk={propose}
    >
      <ErrorNote error={error} />
      <div className="stack">
        <div className="row">
          <Switch
            checked={draft.enabled}
            onChange={(enabled) => set({ enabled })}
            aria-label="启用"
            checkedChildren="启用"
            unCheckedChildren="停用"
          />
          <Segmented options={COLOURS} value={draft.colour} onChange={(colour) => set({ colour: colour as Colour })} aria-label="牌色" />
          <span>
            <label htmlFor="score">扣分</label>
            <InputNumber id="score" min={0} max={100} value={draft.score} onChange={(score) => set({ score: score ?? 0 })} />
          </span>
          <span>
            <label htmlFor="reply">回复工作日(空为不需要)</label>
            <InputNumber id="reply" min={1} max={60} value={draft.replyWorkdays} onChange={(replyWorkdays) => set({ replyWorkdays })} />
          </span>
        </div>
        {!draft.enabled && rule.enabled && <p className="field-problem">停用规则会亮红牌(X1)并通知安全管理员和纪委。</p>}
        <Field id="rule-name" label="风险点" value={draft.name} onChange={(name) => set({ name })} />
        <Field id="rule-when" label="条件(FEEL 表达式)" value={draft.when} rows={3} onChange={(when) => set({ when })} />
        <Field id="rule-parameters" label="参数(JSON)" value={parameters} onChange={setParameters} />
        {malformed && (
          <p className="field-problem" role="alert">
            参数不是正确的 JSON 对象,例如 {'{"maxShare":0.2}'}
          </p>
        )}
        <Field id="rule-text" label="牌面文字" value={draft.text} rows={2} onChange={(text) => set({ text })} />
        <Field id="rule-basis" label="监察依据" value={draft.basis} onChange={(basis) => set({ basis })} />
        <Field id="rule-reason" label="修改理由" value={reason} rows={2} onChange={setReason} />
      </div>
    </Modal>
  )
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
