import { App, Button, Input, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { rightsApi, rightsPaths, type RuleChange, type Vocabulary } from '../../api/rights.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { sentenceOf, wordsOf, type Words } from './words.ts'
import '../../components/desk.css'
import './rights.css'

const STATUS = {
  proposed: { text: '待确认', deed: '提出', color: 'processing' },
  confirmed: { text: '已生效', deed: '确认', color: 'success' },
  rejected: { text: '已否决', deed: '否决', color: 'error' },
  withdrawn: { text: '已撤回', deed: '撤回', color: 'default' },
} as const

/** Proposed changes of the rules: what becomes of each, who proposed, who decided. */
export function Component() {
  useTitle('规则修改单')
  const [status, setStatus] = useState('proposed')
  const pages = usePages<RuleChange>(rightsPaths.changes({ status: status === 'all' ? undefined : status }))
  const { data: vocabulary } = useResource<Vocabulary>(rightsPaths.vocabulary)
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">规则修改单</h1>
        <Link to="/permissions">返回权限规则</Link>
      </div>
      <Tabs
        className="desk-tabs gap-below"
        activeKey={status}
        onChange={setStatus}
        items={[
          { key: 'proposed', label: '待确认' },
          { key: 'confirmed', label: '已生效' },
          { key: 'all', label: '全部' },
        ]}
      />
      <ListStates
        pages={pages}
        empty={<EmptyState title="没有修改单">规则的修改由一名安全管理员提出、另一名确认,经过的修改单会列在这里</EmptyState>}
      >
        {(items) =>
          vocabulary &&
          items.map((change) => <ChangeCard key={change.id} change={change} words={wordsOf(vocabulary)} reload={pages.reload} />)
        }
      </ListStates>
    </div>
  )
}

function ChangeCard({ change, words, reload }: { change: RuleChange; words: Words; reload: () => void }) {
  const { color, deed, text } = STATUS[change.status]
  return (
    <section className="card change" data-testid={`change-${change.status}`}>
      <div className="page-head">
        <strong className="grow">{change.reason}</strong>
        <Tag color={color}>{text}</Tag>
      </div>
      <ul className="plain">
        {change.rules.map(({ id, before, after }) => (
          <li key={id}>
            <code className="code">{id}</code>
            {before && (
              <div className={after ? 'quiet' : 'struck'}>
                {after ? '原为:' : '删除:'}
                {sentenceOf(before, words)}
              </div>
            )}
            {after && (
              <div>
                {before ? '改为:' : '新增:'}
                {sentenceOf(after, words)}
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">
        {change.proposedBy.name} {minuteText(change.proposedAt)} 提出
        {change.decidedBy && change.decidedAt !== null && `;${change.decidedBy.name} ${minuteText(change.decidedAt)} ${deed}`}
        {change.version !== null && `,第 ${change.version} 版`}
        {change.note && `;理由:${change.note}`}
      </p>
      {change.status === 'proposed' && <ChangeActions change={change} reload={reload} />}
    </section>
  )
}

function ChangeActions({ change, reload }: { change: RuleChange; reload: () => void }) {
  const { message, modal } = App.useApp()
  const { user, rights } = useSession()
  const act = useAct(reload)
  if (change.proposedBy.userId === user.id) {
    return (
      <div className="actions">
        <span className="quiet grow">您提出的修改应由另一名安全管理员确认</span>
        <Button onClick={() => void act(() => rightsApi.withdraw(change.id), '已撤回')}>撤回</Button>
      </div>
    )
  }
  if (!rights.includes('policy:confirm')) return null
  const reject = () => {
    let note = ''
    modal.confirm({
      title: '否决这项修改',
      content: (
        <Input.TextArea
          rows={3}
          maxLength={500}
          placeholder="理由(必填),将告知提出人并记入监察日志"
          onChange={({ target }) => (note = target.value)}
        />
      ),
      okText: '否决',
      cancelText: '取消',
      // With a parameter it closes when it is told to: an empty reason keeps what was typed.
      onOk: (close: () => void) => {
        if (note.trim() === '') return void message.warning('请填写否决的理由')
        void act(() => rightsApi.reject(change.id, note), '已否决').then(close)
      },
    })
  }
  const confirm = () =>
    modal.confirm({
      title: '确认这项修改',
      content: '确认后立即生效:正在使用系统的人员,下一次操作即按新规则判断。本操作记入监察日志。',
      okText: '确认生效',
      cancelText: '取消',
      onOk: () => act(() => rightsApi.confirm(change.id), '已生效'),
    })
  return (
    <div className="actions">
      <Button danger onClick={reject}>
        否决
      </Button>
      <Button type="primary" onClick={confirm} data-testid="confirm-change">
        确认生效
      </Button>
    </div>
  )
}
