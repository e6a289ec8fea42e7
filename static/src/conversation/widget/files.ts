// The widget's way to the files of its conversation: with the channel's key.

import { upload, type Asker, type Sent } from "../shared/files";

/** Who asks. */
export const askerOf = ({ origin, key }: { origin: string; key: string }): Asker => ({ origin, header: ["x-api-key", key] });

export const sendFile = (settings: { origin: string; key: string }, conversation: string, file: File): Promise<Sent> => upload(askerOf(settings), conversation, file);
