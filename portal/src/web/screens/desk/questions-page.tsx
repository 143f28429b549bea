import { Segmented } from 'antd'
import { Link, useSearchParams } from 'react-router-dom'
import { deskPaths, type QuestionItem } from '../../api/case-desk.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { InboxTabs } from './inbox-tabs.tsx'
import { QuestionCard } from './question-card.tsx'
import '../../components/desk.css'

const TO_ME = '办理人员向您提出的问题会列在这里,也会通知您'
const BY_ME = '签收任务后,可以用办件上方的“沟通”向他人提问'
const LISTS: { value: string; label: string; side: string; state: string; empty: string; hint: string }[] = [
  { value: 'asked', label: '待我答复', side: 'asked', state: 'open', empty: '没有等您答复的问题', hint: TO_ME },
  { value: 'answered', label: '向我提问(已结束)', side: 'asked', state: 'closed', empty: '向您提出的问题还没有结束的', hint: TO_ME },
  { value: 'asker', label: '我的提问', side: 'asker', state: 'open', empty: '没有等待答复的提问', hint: BY_ME },
  { value: 'asked-closed', label: '我的提问(已结束)', side: 'asker', state: 'closed', empty: '您的提问还没有结束的', hint: BY_ME },
]

/** Questions put to me, and mine. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const list = LISTS.find(({ value }) => value === params.get('list')) ?? LISTS[0]!
  const { questions } = useInboxLive()
  const pages = usePages<QuestionItem>(deskPaths.myQuestions({ side: list.side, state: list.state }), questions ?? 0)
  useTitle('待答复')
  const show = (value: string) => {
    const q = params.get('q')
    setParams({ list: value, ...(q && { q }) }, { replace: true })
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>收件箱</h1>
        <InboxTabs active="questions" />
        <span className="grow" />
        <Segmented
          options={LISTS.map(({ value, label }) => ({ value, label }))}
          value={list.value}
          onChange={show}
          aria-label="沟通的范围"
        />
      </div>
      <ListStates pages={pages} empty={<EmptyState title={list.empty}>{list.hint}</EmptyState>}>
        {(items) =>
          items.map((item) => (
            <QuestionCard
              key={item.id}
              item={item}
              onChanged={pages.reload}
              head={
                <p>
                  <Link to={`/reading/${item.caseId}`}>{item.applicantName}</Link>
                  <span className="quiet">
                    {' '}
                    · {item.matterName} · <code>{item.caseNo}</code>
                  </span>
                </p>
              }
            />
          ))
        }
      </ListStates>
    </div>
  )
}
