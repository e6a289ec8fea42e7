// A text whose addresses can be followed. Nothing else of it is more than text.

/** An address of the web, without the marks behind it that end a sentence. */
const ADDRESS = /(https?:\/\/\S*[^\s.,;:!?'"’”“»)\]}<>])/gi;

/** The text in pieces: words at even places, addresses between them. */
export const piecesOf = (text: string): string[] => text.split(ADDRESS);

export function Words({ text }: { text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, i) =>
        i % 2 === 0 ? (
          piece
        ) : (
          <a key={i} href={piece} target="_blank" rel="noopener noreferrer">
            {piece}
          </a>
        ),
      )}
    </>
  );
}
