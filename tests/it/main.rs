//! Black-box tests: they start the real binary and talk to it over real sockets. They are written from
//! the protocol documents, not from the code.

mod kit;

mod api;
mod catalogue;
mod conversations;
mod conversations_admin;
mod conversations_agents;
mod conversations_bots;
mod conversations_crash;
mod conversations_doors;
mod conversations_files;
mod conversations_http;
mod conversations_malformed;
mod conversations_search;
mod crash;
mod disk;
mod fuzz;
mod game;
mod habits;
mod limits;
mod lobby;
mod malformed;
mod music;
mod peers;
mod process;
mod prompts;
mod refusals;
mod results;
mod secrecy;
mod settings;
mod snapshots;
mod timer;
