import { Button, Select, Table, Tag } from 'antd'
import { useCallback, useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { organisationPaths, type ListedUser, type OrganList, type PostKind } from '../../../api/organisation.ts'
import type { Page } from '../../../api/page.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ListSearch } from '../../../components/list-search.tsx'
import { ListStates } from '../../../components/list-states.tsx'
import { usePages } from '../../../hooks/use-pages.ts'
import { useResource } from '../../../hooks/use-resource.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { useSession } from '../../../session.tsx'
import { NewUserDialog } from './new-user-dialog.tsx'
import { HOLDING_NAMES } from './words.ts'
import '../../../components/desk.css'

const STATES = [
  { value: 'active', label: '在用' },
  { value: 'without-post', label: '在用,无岗位' },
  { value: 'disabled', label: '已停用' },
  { value: 'all', label: '全部' },
]

/** Staff accounts with what they hold now. Accounts are the system administrator's, posts the security administrator's. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const filter = {
    q: params.get('q') ?? '',
    organId: params.get('organId') ?? '',
    post: params.get('post') ?? '',
    state: params.get('state') ?? 'active',
  }
  const pages = usePages<ListedUser, Page<ListedUser> & { total: number }>(organisationPaths.users(filter))
  const [adding, setAdding] = useState(false)
  const { rights } = useSession()
  useTitle('人员')
  const set = useCallback(
    (change: Record<string, string | undefined>) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [key, value] of Object.entries(change)) {
            if (value) next.set(key, value)
            else next.delete(key)
          }
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const search = useCallback((q: string) => set({ q }), [set])
  const isFiltered = filter.q !== '' || filter.organId !== '' || filter.post !== '' || filter.state !== 'active'
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">人员</h1>
        <Transfers rights={rights} />
        {rights.includes('user:create') && (
          <Button type="primary" onClick={() => setAdding(true)} data-testid="user-create">
            新建用户
          </Button>
        )}
      </div>
      <div className="filter-line">
        <ListSearch value={filter.q} onSearch={search} placeholder="按用户名、姓名或电话查找" />
        <OrganSelect value={filter.organId} onChange={(organId) => set({ organId })} />
        <PostSelect value={filter.post} onChange={(post) => set({ post })} />
        <Select
          value={filter.state}
          onChange={(state: string) => set({ state: state === 'active' ? undefined : state })}
          options={STATES}
          style={{ width: 140 }}
          aria-label="状态"
        />
        {pages.first && <span className="quiet">共 {pages.first.total} 人</span>}
      </div>
      <ListStates
        pages={pages}
        empty={
          isFiltered ? (
            <EmptyState title="没有符合条件的人员">可以放宽条件,或把状态改为“全部”</EmptyState>
          ) : (
            <EmptyState title="还没有工作人员账号">用“新建用户”或“导入”添加;岗位由安全管理员授予</EmptyState>
          )
        }
      >
        {(items) => <UserTable items={items} />}
      </ListStates>
      {adding && <NewUserDialog onClose={() => setAdding(false)} onDone={pages.reload} />}
    </div>
  )
}

function Transfers({ rights }: { rights: string[] }) {
  return (
    <>
      {rights.includes('user:export') && <Button href={organisationPaths.export('users', 'xlsx')}>导出</Button>}
      {rights.includes('user:import') && (
        <Link to="/transfer/users">
          <Button>导入用户</Button>
        </Link>
      )}
      {rights.includes('user:grant') && (
        <Link to="/transfer/posts">
          <Button>导入任职</Button>
        </Link>
      )}
    </>
  )
}

/** One organ of today; those under it are meant too. */
function OrganSelect({ value, onChange }: { value: string; onChange: (id: string | undefined) => void }) {
  const { data } = useResource<OrganList>(organisationPaths.organs())
  return (
    <Select
      allowClear
      showSearch
      optionFilterProp="label"
      value={value || undefined}
      onChange={onChange}
      options={data?.items.map(({ id, shortName }) => ({ value: id, label: shortName }))}
      placeholder="单位(含下级)"
      style={{ width: 200 }}
      aria-label="单位"
    />
  )
}

function PostSelect({ value, onChange }: { value: string; onChange: (id: string | undefined) => void }) {
  const { data } = useResource<{ items: PostKind[] }>(organisationPaths.postKinds)
  return (
    <Select
      allowClear
      showSearch
      optionFilterProp="label"
      value={value || undefined}
      onChange={onChange}
      options={data?.items.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder="岗位"
      style={{ width: 180 }}
      aria-label="岗位"
    />
  )
}

function UserTable({ items }: { items: ListedUser[] }) {
  return (
    <div className="card flush">
      <Table<ListedUser>
        rowKey="id"
        className="desk-table"
        dataSource={items}
        pagination={false}
        scroll={{ x: 860 }}
        columns={[
          {
            title: '姓名',
            key: 'name',
            width: 220,
            render: (_, { id, name, disabled }) => (
              <>
                <Link className="row-link" to={`/users/${id}`}>
                  {name}
                </Link>{' '}
                {disabled && <Tag>已停用</Tag>}
              </>
            ),
          },
          { title: '用户名', dataIndex: 'username', width: 180, render: (username: string) => <code>{username}</code> },
          { title: '电话', dataIndex: 'phone', width: 150, render: (phone: string | null) => phone ?? <span className="quiet">未填</span> },
          { title: '现任岗位', key: 'posts', render: (_, { posts }) => <Posts posts={posts} /> },
        ]}
      />
    </div>
  )
}

function Posts({ posts }: Pick<ListedUser, 'posts'>) {
  if (posts.length === 0) return <span className="quiet">无岗位</span>
  return posts.map(({ organName, postName, holding }) => (
    <div key={`${organName}${postName}`}>
      {organName} {postName} {holding !== 'main' && <Tag>{HOLDING_NAMES[holding]}</Tag>}
    </div>
  ))
}
