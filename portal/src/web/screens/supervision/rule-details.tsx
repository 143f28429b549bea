import { actionText } from '@lianban/processes/labels'
import { Button, Input, Modal } from 'antd'
import { useCallback, useState } from 'react'
import { supervisionApi, supervisionPaths, type RuleVersion, type Trial } from '../../api/supervision.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { minuteText } from '../../time.ts'
import { RuleDifference } from './rule-difference.tsx'
import { RuleEditor } from './rule-editor.tsx'

interface Props {
  version: RuleVersion
  /** What is in force; a proposal shows what it changes of it. */
  active: RuleVersion | undefined
  mayPropose: boolean
  mayConfirm: boolean
  onChanged: () => void
}

const STATES = { offered: '可采用', proposed: '待确认', active: '现行', rejected: '已退回', replaced: '已替换' }

/** A version of a rule: what it says, what it would have done, its history; and what this person may do with it. */
export function RuleDetails({ version, active, mayPropose, mayConfirm, onChanged }: Props) {
  const { rule } = version
  const [editing, setEditing] = useState(false)
  const [rejecting, setRejecting] = useState(false)
  const trial = useOnce(useCallback(() => supervisionApi.tryRule(rule), [rule]))
  const [result, setResult] = useState<Trial | null>(null)
  const confirm = useOnce(
    useCallback(() => supervisionApi.confirmRule(rule.id, version.version).then(() => true), [rule.id, version.version]),
  )
  const proposed = version.state === 'proposed'
  return (
    <div className="stack">
      <ErrorNote error={confirm.error ?? trial.error} />
      {proposed && active && <RuleDifference before={active.rule} after={rule} />}
      <dl className="log-facts">
        <dt>监听事件</dt>
        <dd>{rule.on.map(actionText).join('、')}</dd>
        <dt>条件</dt>
        <dd>
          <code className="break">{rule.when}</code>
        </dd>
        {rule.deadline !== undefined && (
          <>
            <dt>期限</dt>
            <dd>
              <code className="break">{JSON.stringify(rule.deadline)}</code>
            </dd>
          </>
        )}
        {Object.keys(rule.parameters).length > 0 && (
          <>
            <dt>参数</dt>
            <dd>
              <code className="break">{JSON.stringify(rule.parameters)}</code>
            </dd>
          </>
        )}
        <dt>依据</dt>
        <dd>{rule.basis}</dd>
        {rule.exemptions.length > 0 && (
          <>
            <dt>可免责情形</dt>
            <dd>{rule.exemptions.join(';')}</dd>
          </>
        )}
      </dl>
      <div className="row">
        <Button loading={trial.busy} onClick={() => void trial.run().then((found) => found && setResult(found))} data-testid="try-rule">
          试算近 30 天
        </Button>
        {!proposed && mayPropose && <Button onClick={() => setEditing(true)}>提出修改</Button>}
        {proposed && mayConfirm && (
          <>
            <Button
              type="primary"
              loading={confirm.busy}
              onClick={() => void confirm.run().then((ok) => ok && onChanged())}
              data-testid="confirm-rule"
            >
              确认修改
            </Button>
            <Button onClick={() => setRejecting(true)}>退回</Button>
          </>
        )}
      </div>
      {result && <TrialResult result={result} />}
      <History ruleId={rule.id} />
      {editing && <RuleEditor rule={rule} onCancel={() => setEditing(false)} onDone={() => (setEditing(false), onChanged())} />}
      {rejecting && (
        <Rejection
          ruleId={rule.id}
          version={version.version}
          onCancel={() => setRejecting(false)}
          onDone={() => (setRejecting(false), onChanged())}
        />
      )}
    </div>
  )
}

function TrialResult({ result }: { result: Trial }) {
  return (
    <div role="status" data-testid="trial-result">
      <p>
        近 30 天会发出 <strong>{result.cards}</strong> 张牌(重算日志第 {result.from} 条起共 {result.entries} 条,未写入任何数据)。
      </p>
      {result.trouble && <p className="field-problem">有条目无法计算:{result.trouble}</p>}
      <ul>
        {result.shown.map((one) => (
          <li key={`${one.subject}-${one.occasion}`}>
            {minuteText(one.at)} · {one.caseNo ? <code>{one.caseNo}</code> : one.subject} · {one.text}
          </li>
        ))}
      </ul>
    </div>
  )
}

function History({ ruleId }: { ruleId: string }) {
  const { data } = useResource<{ items: RuleVersion[] }>(supervisionPaths.ruleVersions(ruleId))
  if (!data) return null
  return (
    <details>
      <summary>历史({data.items.length} 个版本)</summary>
      <ol>
        {[...data.items].reverse().map(({ version, state, reason, proposedBy, proposedAt, decidedBy, decidedAt, rule }) => (
          <li key={version} value={version}>
            {STATES[state]}
            {!rule.enabled && '(停用)'} · {proposedBy.name} {minuteText(proposedAt)} {state === 'offered' ? '提供' : '提出'}:{reason}
            {decidedBy && decidedAt !== null && ` · ${decidedBy.name} ${minuteText(decidedAt)} ${state === 'rejected' ? '退回' : '确认'}`}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Rejection({ ruleId, version, onCancel, onDone }: { ruleId: string; version: number; onCancel: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const { run, busy, error } = useOnce(
    useCallback(() => supervisionApi.rejectRule(ruleId, version, reason).then(() => true), [ruleId, version, reason]),
  )
  return (
    <Modal
      open
      title="退回修改"
      okText="退回"
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ disabled: !reason.trim() }}
      maskClosable={false}
      onCancel={onCancel}
      onOk={() => void run().then((ok) => ok && onDone())}
    >
      <ErrorNote error={error} />
      <label htmlFor="reject-reason">理由</label>
      <Input.TextArea id="reject-reason" rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  )
}
