import { Cascader, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { rightsPaths, type AblePerson, type ListedRule, type Vocabulary } from '../../api/rights.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { RightReason } from './right-reason.tsx'
import { stepOf, wordsOf, type Words } from './words.ts'
import '../../components/desk.css'
import './rights.css'

interface OrganChoice {
  id: string
  name: string
}

/** Who can do something, by which rule, and what may stand in the way. */
export function Component() {
  useTitle('谁能办')
  const { data: vocabulary, error } = useResource<Vocabulary>(rightsPaths.vocabulary)
  const { data: rules } = useResource<{ rules: ListedRule[] }>(rightsPaths.rules)
  const { data: organs } = useResource<{ items: OrganChoice[] }>('/api/organs')
  const [question, setQuestion] = useState<{ type: string; action: string } | null>(null)
  const [organId, setOrganId] = useState<string>()
  const answer = useResource<{ items: AblePerson[]; isComplete: boolean }>(question && rightsPaths.who({ ...question, organId }))
  if (error) return <ErrorResult error={error} onRetry={() => undefined} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">谁能办</h1>
      </div>
      <div className="filters">
        {vocabulary && rules && (
          <Cascader
            className="filter-wide"
            placeholder="选择一项操作"
            aria-label="操作"
            showSearch
            displayRender={(labels) => labels.join(' · ')}
            options={choices(vocabulary, rules.rules)}
            onChange={(value) => setQuestion(value?.length === 2 ? { type: String(value[0]), action: String(value[1]) } : null)}
          />
        )}
        <Select
          className="filter-select"
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder="任何单位的"
          aria-label="单位"
          value={organId}
          onChange={setOrganId}
          options={(organs?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      {!question && <EmptyState title="选择一项操作">例如“任务 · 办理决定”,即可看到能办的人员、依据的规则,以及可能的限制</EmptyState>}
      {question && answer.loading && <TableSkeleton />}
      {question && !answer.data && answer.error && <ErrorResult error={answer.error} onRetry={answer.reload} />}
      {question && answer.data && vocabulary && <Answer answer={answer.data} words={wordsOf(vocabulary)} />}
    </div>
  )
}

function Answer({ answer: { items, isComplete }, words }: { answer: { items: AblePerson[]; isComplete: boolean }; words: Words }) {
  if (items.length === 0) return <EmptyState title="没有人能办">没有规则允许任何在职人员进行该操作,或所选单位没有任职人员</EmptyState>
  return (
    <>
      <p className="quiet">{isComplete ? `共 ${items.length} 人` : `超过 ${items.length} 人,请选择单位缩小范围`}</p>
      <div className="card flush">
        <Table<AblePerson>
          rowKey="userId"
          dataSource={items}
          pagination={items.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          scroll={{ x: 860 }}
          columns={[
            {
              title: '人员',
              key: 'name',
              width: 130,
              render: (_, person) => <Link to={`/permissions/people/${encodeURIComponent(person.userId)}`}>{person.name}</Link>,
            },
            {
              title: '岗位',
              key: 'posts',
              width: 320,
              render: (_, { posts }) =>
                posts.map(({ organName, postName }) => (
                  <div key={`${organName} ${postName}`}>
                    {organName} · {postName}
                  </div>
                )),
            },
            {
              title: '依据',
              key: 'rights',
              render: (_, { rights }) =>
                rights.map((right) => (
                  <div key={`${right.rule} ${right.onBehalfOf}`}>
                    {right.onBehalfOf && <Tag>代{right.onBehalfOf}</Tag>}
                    <RightReason right={right} words={words} />
                  </div>
                )),
            },
          ]}
        />
      </div>
    </>
  )
}

/** Resource types with their actions; steps of procedures are those that rules name. */
function choices(vocabulary: Vocabulary, rules: ListedRule[]) {
  const steps = [...new Set(rules.flatMap(({ actions }) => actions.split('|')))]
    .filter((one) => one.startsWith('complete:') && !one.endsWith('*'))
    .sort()
  return vocabulary.types
    .filter(({ actions }) => actions.length > 0)
    .map(({ id, label, actions }) => ({
      value: id,
      label,
      children: [
        ...actions.filter((action) => action.id !== 'complete').map((action) => ({ value: action.id, label: action.label })),
        ...(id === 'task' ? steps.map((step) => ({ value: step, label: `办理${stepOf(vocabulary, step)}` })) : []),
      ],
    }))
}
