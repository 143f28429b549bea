import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { guidePaths, PUBLIC_PLACE, type PublicGuide } from '../../api/guide.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { GuideView } from './guide-view.tsx'

/** The guidance of a matter for whoever comes by; applying asks to log in and comes back to it. */
export function Component() {
  const { key = '' } = useParams()
  const navigate = useNavigate()
  const { data: matter, error, loading, reload } = useResource<PublicGuide>(guidePaths.matter(PUBLIC_PLACE, key))
  useTitle(matter?.name)
  useKeys({ Escape: () => void navigate('/guide') })

  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/guide">回到事项目录</Link>} />
  return (
    <>
      <GuideView
        matter={matter}
        place={PUBLIC_PLACE}
        ask={<Link to={`/ask?matter=${matter.key}&name=${encodeURIComponent(matter.name)}`}>对本事项咨询或者投诉</Link>}
      />
      <StickyBar note={<span className="hide-narrow">{matter.closed ?? '在线申请需要登录,登录后回到本事项'}</span>}>
        <Button onClick={() => window.print()}>打印</Button>
        <Button
          type="primary"
          disabled={matter.closed !== null}
          onClick={() => void navigate(matter.page ?? `/matters/${matter.key}/apply`)}
          data-testid="apply"
        >
          在线申请
        </Button>
      </StickyBar>
    </>
  )
}
