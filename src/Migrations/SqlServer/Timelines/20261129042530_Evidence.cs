using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.SqlServer.Timelines
{
    /// <inheritdoc />
    public partial class Evidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsExcerpt",
                table: "Attachments",
                type: "bit",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<string>(
                name: "Link",
                table: "Attachments",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Redactions",
                table: "Attachments",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacesId",
                table: "Attachments",
                type: "uniqueidentifier",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "EvidenceUses",
                columns: table => new
                {
                    AttachmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EntryId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EvidenceUses", x => new { x.AttachmentId, x.EntryId });
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_EvidenceUses_IncidentId",
                table: "EvidenceUses",
                column: "IncidentId"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "EvidenceUses");

            migrationBuilder.DropColumn(name: "IsExcerpt", table: "Attachments");

            migrationBuilder.DropColumn(name: "Link", table: "Attachments");

            migrationBuilder.DropColumn(name: "Redactions", table: "Attachments");

            migrationBuilder.DropColumn(name: "ReplacesId", table: "Attachments");
        }
    }
}
