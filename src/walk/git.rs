//! What git knows of the files: which changed since a revision, and what they said then or say in the index.
//!
//! The program `git` is asked. What is typed reaches it only where it cannot be taken for an option, and contents are asked
//! for by their hashes, so that no name of a file is ever read as anything else.

use super::bounded::Bytes;
use super::overlay::{Overlay, located, relative};
use super::references;
use super::{Group, may_be_read, path_of as path};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What keeps git from answering.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The program is not there.
    #[error("cannot run `git`: {0}")]
    NoGit(String),
    /// The working directory is in no repository.
    #[error("this folder is in no git repository, so there is nothing to compare with")]
    NoRepository,
    /// What was typed names no commit.
    #[error("`{0}` names no commit of this repository")]
    NoCommit(String),
    /// The same in a clone that has only its last commits.
    #[error(
        "`{0}` names no commit of this clone, which has only its last ones; fetch more of its past, as by `git fetch --deepen 100`"
    )]
    Shallow(String),
    /// A path that is to be looked at is not in the repository.
    #[error("`{0}` lies outside of the git repository, so there is nothing to compare it with")]
    Outside(String),
    /// Git failed at something that ought to work.
    #[error("git failed: {0}")]
    Failed(String),
}

/// Two versions of the files of a repository.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What the files say, as far as it is not what lies on the disk.
    pub now: Overlay,
    /// What the files said before, as far as it is not what lies on the disk.
    pub before: Overlay,
    /// The places of all files that are not the same in both.
    changed: HashSet<PathBuf>,
    /// The places of files that are no longer there.
    gone: HashSet<PathBuf>,
    /// Where files were before that were moved.
    moved: HashMap<PathBuf, PathBuf>,
    here: PathBuf,
}

/// The files as they lie on the disk, compared with the last commit that they have in common with a revision.
pub fn since(revision: &str, paths: &[PathBuf]) -> Result<Comparison, GitError> {
    let git = Git::here(paths)?;
    let commit = git.commit(revision).ok_or_else(|| git.no_commit(revision))?;
    // What others did to the revision meanwhile is not what changed here. A clone without its past knows no such commit.
    let base = git.line(&["merge-base", &commit, "HEAD"]).unwrap_or(commit);
    let mut found = Comparison { here: git.here.clone(), ..Comparison::default() };
    let mut blobs = Blobs::new(&git)?;
    for change in git.changes(&[&base])? {
        found.changed_before(&git, &mut blobs, change)?;
    }
    for file in git.untracked()? {
        found.appeared(git.root.join(file));
    }
    Ok(found)
}

/// The files as they are in the index, compared with the last commit.
pub fn staged(paths: &[PathBuf]) -> Result<Comparison, GitError> {
    let git = Git::here(paths)?;
    // Before the first commit, everything is new.
    let base = match git.commit("HEAD") {
        Some(head) => head,
        None => git.line(&["hash-object", "-t", "tree", "--stdin"]).ok_or_else(|| failed("it has no empty tree"))?,
    };
    let mut found = Comparison { here: git.here.clone(), ..Comparison::default() };
    let mut blobs = Blobs::new(&git)?;
    for change in git.changes(&[])? {
        let content = blobs.content(&change.old, &change.path)?;
        let place = git.root.join(&change.path);
        // A file that is in conflict has no version in the index that could be linted.
        if change.status != 'U' && content != Content::Other {
            found.now.put(place, content.bytes());
        }
    }
    for file in git.untracked()? {
        found.now.put(git.root.join(file), None);
    }
    found.before = found.now.clone();
    for change in git.changes(&["--cached", &base])? {
        found.changed_before(&git, &mut blobs, change)?;
    }
    Ok(found)
}

impl Comparison {
    /// Whether anything that files say may have changed, theirs or what they refer to.
    pub fn touches(&self, group: &Group) -> bool {
        let names = || group.linted.iter().chain(&group.referenced).map(|file| file.name.as_str());
        let is_changed = |name: &str| self.changed.contains(&located(Path::new(name)));
        let led_to_gone = |name: &str| {
            // What is too large to be read refers to nothing.
            let Ok(Bytes::Whole(bytes)) = self.now.read(name) else { return false };
            let targets = references::targets(name, &String::from_utf8_lossy(&bytes));
            targets.iter().any(|target| self.gone.contains(&located(Path::new(target))))
        };
        names().any(is_changed) || (!self.gone.is_empty() && names().any(led_to_gone))
    }

    /// The name that a file had before.
    pub fn old_name(&self, name: &str) -> String {
        match self.moved.get(&located(Path::new(name))) {
            Some(place) => relative(place, &self.here),
            None => name.to_owned(),
        }
    }

    fn changed_before(&mut self, git: &Git, blobs: &mut Blobs, change: Change) -> Result<(), GitError> {
        let place = git.root.join(&change.path);
        let content = blobs.content(&change.old, change.from.as_ref().unwrap_or(&change.path))?;
        if let Some(from) = change.from.map(|from| git.root.join(from)) {
            self.appeared(place.clone());
            self.gone.insert(from.clone());
            self.changed.insert(from.clone());
            self.before.put(from.clone(), content.bytes());
            self.moved.insert(place, from);
            return Ok(());
        }
        if change.status == 'D' {
            self.gone.insert(place.clone());
        }
        self.changed.insert(place.clone());
        if content != Content::Other {
            self.before.put(place, content.bytes());
        }
        Ok(())
    }

    fn appeared(&mut self, place: PathBuf) {
        self.changed.insert(place.clone());
        self.before.put(place, None);
    }
}

/// One file that is not the same in two versions.
struct Change {
    status: char,
    path: PathBuf,
    /// Where it was before, if it was moved.
    from: Option<PathBuf>,
    /// The mode and the hash of its old content.
    old: (String, String),
}

/// What stands under a hash.
#[derive(PartialEq, Eq)]
enum Content {
    Nothing,
    Bytes(Vec<u8>),
    /// A link, another repository, or a file that no reader is for.
    Other,
}

impl Content {
    fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Content::Bytes(bytes) => Some(bytes),
            Content::Nothing | Content::Other => None,
        }
    }
}

/// A repository.
struct Git {
    /// Its top folder, with links followed.
    root: PathBuf,
    /// The working directory, with links followed.
    here: PathBuf,
}

impl Git {
    /// The repository that the working directory is in, which has to hold all of the paths.
    fn here(paths: &[PathBuf]) -> Result<Git, GitError> {
        let here = std::env::current_dir().and_then(std::fs::canonicalize);
        let here = here.map_err(|error| failed(&error.to_string()))?;
        let mut git = Git { root: here.clone(), here };
        let output = git.run(&["rev-parse", "--show-toplevel"])?;
        let root = path(output.strip_suffix(b"\n").unwrap_or(&output));
        git.root = std::fs::canonicalize(root).map_err(|_| GitError::NoRepository)?;
        let outside = paths.iter().find(|path| {
            let real = std::fs::canonicalize(path).unwrap_or_else(|_| located(path));
            !real.starts_with(&git.root)
        });
        match outside {
            Some(path) => Err(GitError::Outside(path.display().to_string())),
            None => Ok(git),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Nothing that a repository's settings name is run, and its index is not touched.
        command.args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]).args(arguments);
        command.current_dir(&self.root).env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).output().map_err(|error| GitError::NoGit(error.to_string()))?;
        let told = String::from_utf8_lossy(&output.stderr);
        match output.status.success() {
            true => Ok(output.stdout),
            false if told.contains("not a git repository") || told.contains("must be run in a work tree") => {
                Err(GitError::NoRepository)
            }
            false => Err(failed(told.lines().next().unwrap_or("it said nothing"))),
        }
    }

    /// The one line that git answers, if it does.
    fn line(&self, arguments: &[&str]) -> Option<String> {
        let output = self.run(arguments).ok()?;
        let text = String::from_utf8(output).ok()?;
        Some(text.trim().to_owned()).filter(|line| !line.is_empty())
    }

    fn no_commit(&self, revision: &str) -> GitError {
        match self.line(&["rev-parse", "--is-shallow-repository"]).as_deref() {
            Some("true") => GitError::Shallow(revision.to_owned()),
            _ => GitError::NoCommit(revision.to_owned()),
        }
    }

    /// The hash of the commit that a revision names.
    fn commit(&self, revision: &str) -> Option<String> {
        let wanted = format!("{revision}^{{commit}}");
        // Older versions of git do not know the mark behind which nothing is an option.
        if revision.starts_with('-') || revision.is_empty() {
            return None;
        }
        self.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
    }

    /// The files that differ, of those that a reader may want.
    fn changes(&self, between: &[&str]) -> Result<Vec<Change>, GitError> {
        let diff = ["diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv"];
        let arguments = [&diff[..], &["--ignore-submodules", "--no-color"], between, &["--"]].concat();
        let output = self.run(&arguments)?;
        let mut parts = output.split(|&byte| byte == 0);
        let mut changes = Vec::new();
        // `:100644 100755 HASH HASH R100`, then the path, and for what was moved another.
        while let Some(head) = parts.next().filter(|head| !head.is_empty()) {
            let head = String::from_utf8_lossy(head).into_owned();
            let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let [mode, _, hash, _, status] = words.as_slice() else {
                return Err(failed("it answers in unknown words"));
            };
            let status = status.chars().next().unwrap_or(' ');
            let first = path(parts.next().unwrap_or_default());
            let moved = matches!(status, 'R' | 'C').then(|| path(parts.next().unwrap_or_default()));
            let (path, from) = match moved {
                Some(to) => (to, Some(first).filter(|_| status == 'R')),
                None => (first, None),
            };
            changes.push(Change { status, path, from, old: ((*mode).to_owned(), (*hash).to_owned()) });
        }
        changes
            .retain(|change| may_be_read(&change.path) || change.from.as_ref().is_some_and(|from| may_be_read(from)));
        Ok(changes)
    }

    /// Files that git does not keep and does not ignore, from the top folder on.
    fn untracked(&self) -> Result<Vec<PathBuf>, GitError> {
        let output = self.run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        let names = output.split(|&byte| byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(path).filter(|path| may_be_read(path)).collect())
    }
}

/// The contents of a repository, by their hashes.
struct Blobs {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Blobs {
    fn new(git: &Git) -> Result<Blobs, GitError> {
        let mut command = git.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| GitError::NoGit(error.to_string()))?;
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Ok(Blobs { child, answers })
    }

    /// What a file of a mode and a hash holds.
    fn content(&mut self, (mode, hash): &(String, String), path: &Path) -> Result<Content, GitError> {
        if hash.bytes().all(|byte| byte == b'0') {
            return Ok(Content::Nothing);
        }
        if !mode.starts_with("100") || !may_be_read(path) {
            return Ok(Content::Other);
        }
        let broken = |error: std::io::Error| failed(&error.to_string());
        let stdin = self.child.stdin.as_mut().expect("it is piped");
        writeln!(stdin, "{hash}").and_then(|()| stdin.flush()).map_err(broken)?;
        let mut head = String::new();
        self.answers.read_line(&mut head).map_err(broken)?;
        let size = head.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let size = size.ok_or_else(|| failed(&format!("it has no content of `{}`", path.display())))?;
        // A line end follows the content.
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes).map_err(broken)?;
        bytes.pop();
        Ok(Content::Bytes(bytes))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // It ends when nothing more can be asked; what it then says matters to nobody.
        drop(self.child.stdin.take());
        _ = self.child.wait();
    }
}

fn failed(why: &str) -> GitError {
    GitError::Failed(why.trim_start_matches("fatal: ").to_owned())
}
