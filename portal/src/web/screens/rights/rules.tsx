import { Button, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { rightsPaths, type ListedRule, type RuleChange, type Vocabulary } from '../../api/rights.ts'
import type { Page } from '../../api/page.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { ProposalDialog } from './proposal-dialog.tsx'
import { wordsOf, type Words } from './words.ts'
import '../../components/desk.css'
import './rights.css'

const PAGE_ROWS = 50

/** The rules of the tenant in words, with the way to propose a change. */
export function Component() {
  useTitle('权限规则')
  const { rights } = useSession()
  const rules = useResource<{ version: number; rules: ListedRule[] }>(rightsPaths.rules)
  const vocabulary = useResource<Vocabulary>(rightsPaths.vocabulary)
  const waiting = useResource<Page<RuleChange>>(rightsPaths.changes({ status: 'proposed' }))
  const [editing, setEditing] = useState<ListedRule | 'new' | null>(null)
  const error = rules.error ?? vocabulary.error
  const count = waiting.data?.items.length ?? 0
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">权限规则</h1>
        {rules.data && <span className="quiet">第 {rules.data.version} 版</span>}
        <Link to="/permissions/changes">修改单{count > 0 && `(待确认 ${count})`}</Link>
        {rights.includes('policy:propose') && (
          <Button type="primary" onClick={() => setEditing('new')} data-testid="new-rule">
            新增规则
          </Button>
        )}
      </div>
      {error && <ErrorResult error={error} onRetry={() => (rules.reload(), vocabulary.reload())} />}
      {!error && (!rules.data || !vocabulary.data) && <TableSkeleton />}
      {rules.data && vocabulary.data && (
        <RuleTable rules={rules.data.rules} words={wordsOf(vocabulary.data)} vocabulary={vocabulary.data} onEdit={setEditing} />
      )}
      {editing && vocabulary.data && (
        <ProposalDialog
          rule={editing === 'new' ? null : editing}
          vocabulary={vocabulary.data}
          onClose={() => setEditing(null)}
          onProposed={waiting.reload}
        />
      )}
    </div>
  )
}

function RuleTable({
  rules,
  words,
  vocabulary,
  onEdit,
}: {
  rules: ListedRule[]
  words: Words
  vocabulary: Vocabulary
  onEdit: (rule: ListedRule) => void
}) {
  const { rights } = useSession()
  const [q, setQ] = useState('')
  const [role, setRole] = useState<string>()
  const used = vocabulary.roles.filter(({ id }) => rules.some((rule) => rule.role === id))
  const shown = rules.filter((rule) => (role === undefined || rule.role === role) && matches(rule, words, q))
  return (
    <>
      <div className="filters">
        <Select
          className="filter-select"
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder="全部岗位"
          aria-label="岗位"
          value={role}
          onChange={setRole}
          options={used.map(({ id, label }) => ({ value: id, label }))}
        />
        <ListSearch value={q} onSearch={setQ} placeholder="搜索规则、资源、操作" />
        <span className="quiet">{shown.length} 条</span>
      </div>
      <div className="card flush">
        <Table<ListedRule>
          rowKey="id"
          dataSource={shown}
          pagination={shown.length > PAGE_ROWS ? { pageSize: PAGE_ROWS, showSizeChanger: false } : false}
          locale={{ emptyText: <EmptyState title="没有符合条件的规则">换一个岗位或搜索词</EmptyState> }}
          columns={[
            { title: '岗位', key: 'role', width: 168, render: (_, rule) => words.role(rule.role) },
            {
              title: '规定',
              key: 'effect',
              width: 72,
              render: (_, { effect }) => (effect === 'deny' ? <Tag color="error">不得</Tag> : <Tag color="success">可以</Tag>),
            },
            { title: '操作', key: 'actions', render: (_, rule) => words.actions(rule.type, rule.actions) },
            { title: '资源', key: 'type', width: 140, render: (_, rule) => words.type(rule.type) },
            { title: '数据范围', key: 'scope', width: 190, render: (_, rule) => words.scope(rule.scope) },
            {
              title: '条件',
              key: 'condition',
              width: 180,
              render: (_, rule) => (rule.condition === 'always' ? <span className="quiet">—</span> : words.condition(rule.condition)),
            },
            {
              title: '规则名',
              key: 'id',
              width: 210,
              render: (_, rule) => (
                <>
                  <code className="code">{rule.id}</code>
                  {rule.isProtected && <div className="quiet">保障三员分立,不能修改</div>}
                </>
              ),
            },
            {
              title: '维护',
              key: 'edit',
              width: 88,
              render: (_, rule) =>
                rights.includes('policy:propose') && !rule.isProtected ? (
                  <Button size="small" onClick={() => onEdit(rule)} aria-label={`修改规则 ${rule.id}`}>
                    修改
                  </Button>
                ) : null,
            },
          ]}
          scroll={{ x: 1180 }}
        />
      </div>
    </>
  )
}

const matches = (rule: ListedRule, words: Words, q: string): boolean =>
  q === '' ||
  [rule.id, words.role(rule.role), words.type(rule.type), words.actions(rule.type, rule.actions), words.condition(rule.condition)].some(
    (text) => text.includes(q),
  )
