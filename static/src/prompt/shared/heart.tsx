/** A heart, filled. */
export function Heart() {
  return (
    <svg class="heart" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 20.5 4.2 13a5.2 5.2 0 0 1 7.3-7.4l.5.5.5-.5A5.2 5.2 0 0 1 19.8 13z" />
    </svg>
  );
}
