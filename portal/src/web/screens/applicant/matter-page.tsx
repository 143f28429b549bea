import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { OWN_PLACE } from '../../api/guide.ts'
import { paths } from '../../api/api.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { GuideView } from '../guide/guide-view.tsx'

/** The guidance of a matter, for whoever is logged in and may apply at once. */
export function Component() {
  const { key = '' } = useParams()
  const navigate = useNavigate()
  const { data: matter, error, loading, reload } = useResource<MatterDetail>(paths.matter(key))
  useTitle(matter?.name)
  useKeys({ Escape: () => void navigate('/matters') })

  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/matters">回到事项目录</Link>} />
  return (
    <>
      <GuideView
        matter={matter}
        place={OWN_PLACE}
        ask={<Link to={`/my-consultations?matter=${matter.key}&name=${encodeURIComponent(matter.name)}`}>对本事项咨询或者投诉</Link>}
      />
      <StickyBar note={<span className="hide-narrow">{matter.closed ?? '准备好材料后约需 10 分钟,填写内容会自动保存'}</span>}>
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
