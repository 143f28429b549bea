import { useEffect, useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { ConsistencyProof } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import { canCompute, rootsOf } from './merkle.ts'
import { SignedHead } from './signed-head.tsx'
import '../../components/desk.css'
import './log.css'

/** That the later of two signed heads goes on from the earlier one, drawn and computed anew in the browser. */
export function Component() {
  const [params] = useSearchParams()
  const [from, to] = [Number(params.get('from')), Number(params.get('to'))]
  const { data, error, loading, reload } = useResource<ConsistencyProof>(paths.consistency(from, to))
  useTitle('检查点比对')
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">检查点比对</h1>
        <Link to="/supervision/checkpoints">返回检查点</Link>
      </div>
      <section className="card">
        <Result proof={data} />
        <p className="quiet">
          下图中,每一块是若干条记录合并成的指纹。较早的日志根由“原有”各块算出,较新的日志根由全部各块算出;两者都与签名相符,就证明较早的记录原样留在较新的日志里,没有被改写、删除或插入。
        </p>
        <Tree proof={data} />
        <dl className="log-facts">
          {[data.from, data.to].map((head, i) => (
            <div className="log-fact" key={i}>
              <dt>{i === 0 ? '较早的检查点' : '较新的检查点'}</dt>
              <dd>
                共 {head.size} 条,{exactText(head.at)} 签名
                <div>
                  <CopyCode code={head.root} short={16} label="日志根" />
                </div>
                <SignedHead head={head} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

function Result({ proof }: { proof: ConsistencyProof }) {
  const { from, to, hashes, holds } = proof
  const computable = canCompute(to.suite)
  const [computed, setComputed] = useState<boolean | null>(null)
  useEffect(() => {
    let current = true
    if (computable)
      void rootsOf(from.size, to.size, from.root, hashes).then(
        (roots) => current && setComputed(roots !== null && roots.oldRoot === from.root && roots.root === to.root),
      )
    return () => {
      current = false
    }
  }, [computable, from, to, hashes])
  const good = computable ? computed : holds
  if (good === null) return <p className="quiet">正在本机复算…</p>
  return (
    <div
      className={good ? 'verdict verdict-good' : 'verdict verdict-bad'}
      role="status"
      data-testid={good ? 'consistency-good' : 'consistency-bad'}
    >
      <span className="verdict-sign" aria-hidden="true">
        {good ? '✓' : '!'}
      </span>
      <div>
        <strong>{good ? `前 ${from.size} 条记录原样保留` : '较新的日志不是较早日志的延续'}</strong>
        <div className="quiet">
          {computable ? '由本机浏览器复算两个日志根' : '本机浏览器不能计算 SM3(或当前不是 https 地址),以下为服务器给出的结论'}
        </div>
      </div>
    </div>
  )
}

/** The blocks of both trees from left to right: those of the older one, and those that were added. */
function Tree({ proof }: { proof: ConsistencyProof }) {
  const { from, to, hashes, leaves } = proof
  const parts = leaves.map(([begin, end], i) => ({ begin, end, hash: hashes[i]! }))
  // An older tree of 2^n leaves is one block, which the proof leaves out: its hash is the older root.
  const isWhole = !parts.some(({ end }) => end <= from.size)
  const all = [...(isWhole ? [{ begin: 0, end: from.size, hash: from.root }] : []), ...parts].sort((a, b) => a.begin - b.begin)
  return (
    <div
      role="img"
      aria-label={`原有 ${from.size} 条,新增 ${to.size - from.size} 条`}
      className="tree-bar gap-above"
      data-testid="consistency-tree"
    >
      {all.map(({ begin, end, hash }) => (
        <div key={begin} className={end <= from.size ? 'tree-part old' : 'tree-part'} title={hash}>
          <strong>{end <= from.size ? '原有' : '新增'}</strong>
          <div>{end - begin === 1 ? `第 ${begin} 条` : `第 ${begin}–${end - 1} 条`}</div>
          <code className="quiet">{hash.slice(0, 8)}…</code>
        </div>
      ))}
    </div>
  )
}
