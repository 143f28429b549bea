/** Stands where a page will be, in its shape, while it loads: the same as index.html's. */
export const PageSkeleton = () => (
  <div className="page page-shape" aria-busy="true" aria-label="正在加载">
    <div />
    <div />
    <div />
  </div>
)
