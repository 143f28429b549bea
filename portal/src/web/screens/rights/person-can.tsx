import { Table, Tag } from 'antd'
import { useParams } from 'react-router-dom'
import { rightsPaths, type AblePerson, type ExplainedRight, type Vocabulary } from '../../api/rights.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { RightReason } from './right-reason.tsx'
import { wordsOf } from './words.ts'
import '../../components/desk.css'
import './rights.css'

/** Everything that a person can do now, and the rule that lets him. */
export function Component() {
  const { id = '' } = useParams()
  const { data: person, error, loading, reload } = useResource<AblePerson>(rightsPaths.person(id))
  const { data: vocabulary } = useResource<Vocabulary>(rightsPaths.vocabulary)
  useTitle(person && `${person.name}能办什么`)
  if (loading) return <PageSkeleton />
  if (!person) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">{person.name}能办什么</h1>
      </div>
      <p className="quiet">
        {person.posts.length > 0
          ? person.posts.map(({ organName, postName }) => `${organName} · ${postName}`).join(';')
          : '没有岗位,只有人人都有的权限'}
      </p>
      {vocabulary && (
        <div className="card flush">
          <Table<ExplainedRight>
            rowKey={(right) => `${right.type}:${right.action}:${right.rule}:${right.onBehalfOf}`}
            dataSource={person.rights}
            pagination={false}
            scroll={{ x: 640 }}
            locale={{ emptyText: <EmptyState title="什么也不能办">该人员没有任何岗位</EmptyState> }}
            columns={[
              { title: '资源', key: 'type', width: 112, render: (_, right) => wordsOf(vocabulary).type(right.type) },
              { title: '操作', key: 'action', width: 150, render: (_, right) => wordsOf(vocabulary).actions(right.type, right.action) },
              {
                title: '依据',
                key: 'why',
                render: (_, right) => (
                  <>
                    {right.onBehalfOf && <Tag>代{right.onBehalfOf}</Tag>}
                    <RightReason right={right} words={wordsOf(vocabulary)} />
                  </>
                ),
              },
            ]}
          />
        </div>
      )}
    </div>
  )
}
